package io.tributary.stack.demo;

import io.tributary.runtime.command.UsageException;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Whether a file system can do what Kafka and Cassandra need of it: grow a file, map it into
 * memory, sync both. Shared folders of virtual machines and some network mounts cannot, and the
 * servers would fail minutes later.
 */
final class FolderProbe {
  private static final int SIZE = 64 * 1024;

  /** One thing that is tried. */
  @FunctionalInterface
  interface Step {
    void run() throws IOException;
  }

  private FolderProbe() {}

  /**
   * Tries it.
   *
   * @param folder exists
   * @throws UsageException names what fails, and the way on
   */
  static void check(Path folder) throws IOException, UsageException {
    Path file = Files.createTempFile(folder, "probe", null);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      tried(folder, "map files into memory", () -> map(channel));
      tried(folder, "write files to the disk (fsync)", () -> channel.force(true));
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static void map(FileChannel channel) throws IOException {
    MappedByteBuffer mapped = channel.map(MapMode.READ_WRITE, 0, SIZE);
    mapped.put(SIZE - 1, (byte) 1);
    mapped.force();
  }

  static void tried(Path folder, String what, Step step) throws UsageException {
    try {
      step.run();
    } catch (IOException | InternalError refused) {
      throw new UsageException(
          "The file system of %s cannot %s (%s), which Kafka and Cassandra need: name a folder on a local disk with --data (in WSL one below your home folder, not /mnt/c)."
              .formatted(folder, what, refused.getMessage()),
          refused);
    }
  }
}
