package io.tributary.consumer.checkpoint;

import io.tributary.runtime.command.CommandFailedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The right to use a checkpoint: two consumers with one checkpoint would each skip what the other
 * has begun. It ends with the process, however that ends.
 */
public final class CheckpointLock implements AutoCloseable {
  private final FileChannel channel;

  private CheckpointLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @param folder the checkpoint's; the lock is a file beside it
   * @throws CommandFailedException when another process, or another part of this one, has it
   */
  public static CheckpointLock take(Path folder) throws CommandFailedException, IOException {
    Path absolute = folder.toAbsolutePath().normalize();
    Path beside =
        Objects.requireNonNull(absolute.getParent(), "the root folder cannot be a checkpoint");
    Files.createDirectories(beside);
    Path file = beside.resolve(absolute.getFileName() + ".lock");
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (tryLock(channel) == null) {
      channel.close();
      throw new CommandFailedException(
          "another consumer uses the checkpoint %s: stop that consumer, or give this one another CHECKPOINT_DIR"
              .formatted(absolute));
    }
    return new CheckpointLock(channel);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException ours) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
