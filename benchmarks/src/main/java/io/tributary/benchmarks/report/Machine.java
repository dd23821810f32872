package io.tributary.benchmarks.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What it was measured on.
 *
 * @param processor its name, as far as the system tells
 * @param processors as many as this JVM may use
 * @param memoryMib of the machine, as far as the system tells
 * @param loadBefore processes that wanted to run, over the minute before; negative where the system
 *     does not tell
 */
public record Machine(
    String processor,
    int processors,
    long memoryMib,
    String system,
    String java,
    double loadBefore) {

  public static Machine here() {
    return new Machine(
        valueIn("/proc/cpuinfo", "model name"),
        Runtime.getRuntime().availableProcessors(),
        memory(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.version"),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static long memory() {
    String total = valueIn("/proc/meminfo", "MemTotal").replaceAll("\\D", "");
    return total.isEmpty() ? 0 : Long.parseLong(total) / 1_024;
  }

  private static String valueIn(String file, String name) {
    try {
      return Files.readAllLines(Path.of(file)).stream()
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("");
    } catch (IOException unknown) {
      return "";
    }
  }
}
