package io.tributary.stack.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The end of a log file. */
final class LogTail {
  private static final int BYTES = 800;

  private LogTail() {}

  /** At most the last 800 bytes, beginning with a whole line; empty when there are none. */
  static String of(Path log) {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long from = Math.max(0, file.length() - BYTES);
      file.seek(from);
      byte[] bytes = new byte[(int) (file.length() - from)];
      file.readFully(bytes);
      String text = new String(bytes, StandardCharsets.UTF_8);
      return (from == 0 ? text : text.substring(text.indexOf('\n') + 1)).strip();
    } catch (IOException unreadable) {
      return "";
    }
  }
}
