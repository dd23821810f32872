package io.tributary.stack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The resident memory of a process in bytes, as Linux counts it; 0 elsewhere, and when the process
 * is gone.
 */
public final class ResidentMemory {
  private static final long BYTES_PER_KIB = 1_024;

  private ResidentMemory() {}

  /** Now. */
  public static long of(long pid) {
    return read(pid, "VmRSS:");
  }

  /** The greatest so far. */
  public static long peakOf(long pid) {
    return read(pid, "VmHWM:");
  }

  private static long read(long pid, String title) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
          .filter(line -> line.startsWith(title))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * BYTES_PER_KIB)
          .findFirst()
          .orElse(0);
    } catch (IOException gone) {
      return 0;
    }
  }
}
