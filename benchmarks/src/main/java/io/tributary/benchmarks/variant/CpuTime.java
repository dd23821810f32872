package io.tributary.benchmarks.variant;

import io.tributary.stack.process.ChildProcess;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Processor time of processes, user's and system's together, as the operating system counts it. */
public final class CpuTime {
  private CpuTime() {}

  /** All that a process has taken so far; nothing when it is gone. */
  public static Duration of(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .orElse(Duration.ZERO);
  }

  /** The same of several, by their names. */
  public static Map<String, Duration> of(Map<String, ChildProcess> processes) {
    Map<String, Duration> cpu = new LinkedHashMap<>();
    processes.forEach((name, process) -> cpu.put(name, of(process.pid())));
    return cpu;
  }

  /** What each process has taken between two looks; all of one that was not there before. */
  public static Map<String, Duration> between(
      Map<String, Duration> before, Map<String, Duration> after) {
    Map<String, Duration> taken = new LinkedHashMap<>();
    after.forEach(
        (name, cpu) -> taken.put(name, cpu.minus(before.getOrDefault(name, Duration.ZERO))));
    return taken;
  }
}
