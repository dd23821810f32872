package io.tributary.benchmarks;

import io.tributary.benchmarks.measure.DeadLetterShare;
import io.tributary.benchmarks.measure.DemoStart;
import io.tributary.benchmarks.measure.EventDecoding;
import io.tributary.benchmarks.measure.Extent;
import io.tributary.benchmarks.measure.Growth;
import io.tributary.benchmarks.measure.Idle;
import io.tributary.benchmarks.measure.Latency;
import io.tributary.benchmarks.measure.Measure;
import io.tributary.benchmarks.measure.PageReading;
import io.tributary.benchmarks.measure.Partitions;
import io.tributary.benchmarks.measure.Publishing;
import io.tributary.benchmarks.measure.ReadBack;
import io.tributary.benchmarks.measure.RowLookups;
import io.tributary.benchmarks.measure.SinkThroughput;
import io.tributary.benchmarks.measure.SinkVariant;
import io.tributary.benchmarks.measure.TableKinds;
import io.tributary.benchmarks.measure.Tombstones;
import io.tributary.benchmarks.report.Machine;
import io.tributary.benchmarks.report.Markdown;
import io.tributary.benchmarks.report.ReportFolder;
import io.tributary.benchmarks.report.Result;
import io.tributary.benchmarks.report.ResultJson;
import io.tributary.benchmarks.stage.Stage;
import io.tributary.runtime.command.UsageException;
import io.tributary.stack.checkout.Checkout;
import io.tributary.stack.host.Folders;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Takes the measures one after the other, each on a stage of its own. */
final class BenchRun {
  /** Cassandra gets several times faster over its first million rows, */
  private static final int WARM_UP = 1_000_000;

  /** and Spark's JVM compiles for longer. */
  private static final int FULL_WARM_UP = 3_000_000;

  /** but with few records a round costs more than it warms. */
  private static final int MOST_WARMING_ROUNDS = 10;

  private final Checkout checkout;
  private final BenchOptions options;
  private final PrintStream out;
  private final PrintStream err;
  private final long began = System.nanoTime();

  BenchRun(Checkout checkout, BenchOptions options, PrintStream out, PrintStream err) {
    this.checkout = checkout;
    this.options = options;
    this.out = out;
    this.err = err;
  }

  void list() throws Exception {
    try (Stage stage = new Stage(checkout, options.folder(), this::say)) {
      measures(stage).forEach(one -> out.printf("%-12s %s%n", one.name(), one.question()));
    }
  }

  /** Takes all chosen measures, prints tables, and last everything as one line of JSON. */
  void run() throws Exception {
    Machine machine = Machine.here();
    List<Result> results = new ArrayList<>();
    for (String name : chosen()) {
      Folders.delete(options.folder());
      try (Stage stage = new Stage(checkout, options.folder(), this::say)) {
        Measure measure = named(name, stage);
        if (measure.needsServers()) {
          stage.open();
        }
        Result result = measure.run();
        results.add(result);
        out.println(Markdown.of(result));
        if (options.report().isPresent()) {
          new ReportFolder(options.report().get()).write(machine, result);
        }
      }
      Folders.delete(options.folder());
    }
    out.print(Markdown.of(machine));
    out.println(ResultJson.of(machine, results));
    out.flush();
  }

  private List<SinkVariant> sinkVariants() throws UsageException {
    if (options.variants().isEmpty()) {
      return options.full() ? SinkVariant.ALL : SinkVariant.QUICK;
    }
    List<SinkVariant> chosen = new ArrayList<>();
    for (String name : options.variants()) {
      chosen.add(
          SinkVariant.ALL.stream()
              .filter(variant -> variant.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new UsageException(
                          "There is no variant '%s': it is one of %s."
                              .formatted(
                                  name,
                                  SinkVariant.ALL.stream()
                                      .map(SinkVariant::name)
                                      .collect(Collectors.joining(", "))))));
    }
    return chosen;
  }

  private List<Measure> measures(Stage stage) throws UsageException {
    int warmUp =
        Math.min(options.full() ? FULL_WARM_UP : WARM_UP, MOST_WARMING_ROUNDS * options.records());
    Extent extent = new Extent(options.records(), options.rounds(), warmUp);
    return List.of(
        new SinkThroughput(stage, sinkVariants(), extent),
        new DeadLetterShare(stage, extent),
        new TableKinds(stage, extent),
        new Growth(stage, extent),
        new Partitions(stage, extent),
        new Latency(stage, options.rounds()),
        new Idle(stage, options.rounds()),
        new Publishing(stage, extent),
        new PageReading(stage, extent),
        new EventDecoding(stage, extent),
        new ReadBack(stage, extent),
        new RowLookups(stage, extent),
        new Tombstones(stage, options.rounds()),
        new DemoStart(stage, options.rounds()));
  }

  private List<String> chosen() throws Exception {
    List<String> known;
    try (Stage stage = new Stage(checkout, options.folder(), this::say)) {
      known = measures(stage).stream().map(Measure::name).toList();
    }
    Set<String> unknown = new TreeSet<>(options.only());
    known.forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      throw new UsageException(
          "There is no measure '%s': see --list.".formatted(String.join("', '", unknown)));
    }
    if (options.only().isEmpty()) {
      return options.full() ? known : known.subList(0, 1);
    }
    return known.stream().filter(options.only()::contains).toList();
  }

  private Measure named(String name, Stage stage) throws UsageException {
    return measures(stage).stream()
        .filter(measure -> measure.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void say(String sentence) {
    err.printf(Locale.ROOT, "%5d s  %s%n", (System.nanoTime() - began) / 1_000_000_000, sentence);
    err.flush();
  }
}
