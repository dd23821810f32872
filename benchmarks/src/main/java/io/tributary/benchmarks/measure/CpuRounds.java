package io.tributary.benchmarks.measure;

import io.tributary.benchmarks.report.Result;
import io.tributary.benchmarks.report.Spread;
import io.tributary.benchmarks.stage.Stage;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Rounds of several ways to read the same records from memory, in the processor time of each. */
final class CpuRounds {
  private static final int WARM_UP_ROUNDS = 3;
  private static final double NANOS_PER_MICRO = 1e3;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Stage stage;
  private final Extent extent;
  private final Map<String, List<Double>> micros = new LinkedHashMap<>();

  /** Reads all the records once. */
  @FunctionalInterface
  interface Reader {
    void read() throws Exception;
  }

  /** Reads all the records so many times, here or in another process. */
  @FunctionalInterface
  interface Timing {
    /** Microseconds of the processor for each record. */
    double perRecord(int turns) throws Exception;
  }

  CpuRounds(Stage stage, Extent extent) {
    this.stage = stage;
    this.extent = extent;
  }

  /**
   * All rounds.
   *
   * @param records that each reader reads in one go
   */
  void run(Map<String, Reader> readers, int records) throws Exception {
    Map<String, Timing> timings = new LinkedHashMap<>();
    readers.forEach((name, reader) -> timings.put(name, here(reader, records)));
    time(timings, records);
  }

  /**
   * All rounds of readers that may run elsewhere.
   *
   * @param records that each reads in one turn
   */
  void time(Map<String, Timing> readers, int records) throws Exception {
    readers.keySet().forEach(name -> micros.put(name, new ArrayList<>()));
    int turns = Math.max(1, extent.records() / records);
    Rounds.each(
        1 - WARM_UP_ROUNDS,
        extent.rounds(),
        readers.entrySet(),
        (round, reader) -> {
          double cpu = reader.getValue().perRecord(turns);
          stage.say(
              String.format(
                  Locale.ROOT,
                  "round %d of %d: %s %.2f µs a record",
                  round,
                  extent.rounds(),
                  reader.getKey(),
                  cpu));
          if (round > 0) {
            of(reader.getKey()).add(cpu);
          }
        });
  }

  /** In the time of this thread: others on the machine then disturb less. */
  static Timing here(Reader reader, int records) {
    return turns -> {
      long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      for (int turn = 0; turn < turns; turn++) {
        reader.read();
      }
      long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
      return nanos / NANOS_PER_MICRO / ((double) turns * records);
    };
  }

  /** The time of one reader in that of another. */
  Spread ratio(String one, String other) {
    return Rounds.ratio(of(one), of(other));
  }

  /** Records for each second of the processor, and its time for each record. */
  Map<String, Spread> figures(String name) {
    Map<String, Spread> figures = new LinkedHashMap<>();
    figures.put(
        "records per CPU second",
        Spread.of(
            of(name).stream().map(each -> NANOS_PER_SECOND / NANOS_PER_MICRO / each).toList()));
    figures.put("CPU µs", Spread.of(of(name)));
    return figures;
  }

  /** These figures as a line of the result. */
  Result.Line line(String name, String title) {
    return new Result.Line(name, title, figures(name));
  }

  private List<Double> of(String name) {
    return Objects.requireNonNull(micros.get(name), name);
  }
}
