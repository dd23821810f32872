package io.tributary.stack.cassandra;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Whether files can be written past the system's page cache: not every file system knows how. */
final class DirectIo {
  private DirectIo() {}

  /**
   * Tries it.
   *
   * @param folder exists and can be written to
   */
  static boolean worksIn(Path folder) throws IOException {
    Path file = Files.createTempFile(folder, "direct", null);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, ExtendedOpenOption.DIRECT)) {
      return channel.isOpen();
    } catch (IOException | UnsupportedOperationException refused) {
      return false;
    } finally {
      Files.delete(file);
    }
  }
}
