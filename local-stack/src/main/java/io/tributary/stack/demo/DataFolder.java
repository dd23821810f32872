package io.tributary.stack.demo;

import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import io.tributary.stack.host.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a demo keeps its data, for one demo at a time. The lock is the operating system's: it goes
 * with the process, however that ends.
 */
final class DataFolder implements AutoCloseable {
  /** What marks a folder as ours, and holds the process id of the demo that runs on it. */
  private static final String LOCK = "demo.lock";

  private static final List<String> CONTENT =
      List.of("kafka", "cassandra", "checkpoints", "receipts", "logs");

  private final Path folder;
  private final FileChannel channel;

  private DataFolder(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Takes the folder, and creates it where it is missing.
   *
   * @throws UsageException when it is no folder that a demo may use
   * @throws CommandFailedException when another demo runs on it
   */
  static DataFolder take(Path path) throws UsageException, CommandFailedException {
    Path folder = path.toAbsolutePath().normalize();
    try {
      if (Files.exists(folder) && !Files.isDirectory(folder)) {
        throw new UsageException(
            "--data %s is no folder: name one, or a path that does not exist yet.".formatted(path));
      }
      if (folder.toString().contains(",")) {
        throw new UsageException(
            "--data %s has a comma in its path, which Kafka reads as the end of a folder's name: name a folder without one."
                .formatted(path));
      }
      Files.createDirectories(folder);
      if (isForeign(folder)) {
        throw new UsageException(
            "--data %s holds other things than a demo's data: name an empty folder, or a path that does not exist yet."
                .formatted(path));
      }
      FileChannel channel =
          FileChannel.open(
              folder.resolve(LOCK),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      @Nullable FileLock lock = tryLock(channel);
      if (lock == null) {
        String owner = read(channel);
        channel.close();
        throw new CommandFailedException(
            "Another demo (process %s) runs on %s: stop it with Ctrl-C there or kill %s, or give this one another folder with --data."
                .formatted(owner, path, owner));
      }
      write(channel, Long.toString(ProcessHandle.current().pid()));
      FolderProbe.check(folder);
      return new DataFolder(folder, channel);
    } catch (IOException failed) {
      throw new UsageException(
          "--data %s cannot be used (%s): name a folder that you may write to."
              .formatted(path, failed),
          failed);
    }
  }

  Path path() {
    return folder;
  }

  Path resolve(String name) {
    return folder.resolve(name);
  }

  /** Deletes what earlier demos left. */
  void startOver() throws CommandFailedException {
    for (String name : CONTENT) {
      try {
        Folders.delete(folder.resolve(name));
      } catch (IOException | UncheckedIOException failed) {
        throw new CommandFailedException(
            "%s cannot be deleted (%s): delete it by hand."
                .formatted(folder.resolve(name), failed.getMessage()),
            failed);
      }
    }
  }

  /** Lets the folder go. */
  @Override
  public void close() {
    try {
      write(channel, "");
      channel.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static boolean isForeign(Path folder) throws IOException {
    if (Files.exists(folder.resolve(LOCK))) {
      return false;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isPresent();
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException ofThisProcess) {
      return null;
    }
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(32);
    channel.read(bytes, 0);
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
  }

  private static void write(FileChannel channel, String text) throws IOException {
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
  }
}
