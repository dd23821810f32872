package io.tributary.bench.variant;

import java.time.Duration;

/** Processor time of processes, user's and system's together, as the operating system counts it. */
public final class CpuTime {
  private CpuTime() {}

  /** All that a process has taken so far; nothing when it is gone. */
  public static Duration of(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .orElse(Duration.ZERO);
  }
}
