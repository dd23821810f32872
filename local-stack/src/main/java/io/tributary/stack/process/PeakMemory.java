package io.tributary.stack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The greatest resident memory of a process so far, as Linux counts it; 0 elsewhere. */
public final class PeakMemory {
  private static final long BYTES_PER_KIB = 1_024;

  private PeakMemory() {}

  /** In bytes; 0 when the process is gone or the system does not tell. */
  public static long of(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * BYTES_PER_KIB)
          .findFirst()
          .orElse(0);
    } catch (IOException gone) {
      return 0;
    }
  }

  /** Of this process. */
  public static long ofThisProcess() {
    return of(ProcessHandle.current().pid());
  }
}
