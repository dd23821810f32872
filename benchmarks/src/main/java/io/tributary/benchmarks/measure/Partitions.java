package io.tributary.benchmarks.measure;

import io.tributary.benchmarks.report.Result;
import io.tributary.benchmarks.report.Spread;
import io.tributary.benchmarks.stage.Stage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What more partitions, and with them more tasks, do to the rate. */
public final class Partitions implements Measure {
  /** The greatest first: Spark is made once, with a slot for each partition of the first topic. */
  private static final List<Integer> COUNTS = List.of(6, 3, 1);

  private static final int USUAL = 3;

  private final Stage stage;
  private final Extent extent;

  public Partitions(Stage stage, Extent extent) {
    this.stage = stage;
    this.extent = extent;
  }

  @Override
  public String name() {
    return "partitions";
  }

  @Override
  public String question() {
    return String.format(
        Locale.ROOT,
        "How fast does a backlog of %,d records get into Cassandra from so many partitions?",
        extent.records());
  }

  @Override
  public Result run() throws Exception {
    TopicRounds topics = new TopicRounds(stage, extent);
    for (int count : COUNTS) {
      Stage.Definition definition =
          stage.onTopic(
              name(count),
              text ->
                  text.replace(
                      "  partitions: 3\n",
                      String.format(Locale.ROOT, "  partitions: %d%n", count)));
      stage.publish(definition.pipeline(), extent.records());
      topics.add(name(count), count == 1 ? "1 partition" : count + " partitions", definition);
    }
    try (SinkJvms jvms = new SinkJvms(stage)) {
      topics.warm(jvms);
      topics.run(jvms, 1);
    }
    Map<String, Spread> ratios = new LinkedHashMap<>();
    for (int count : COUNTS) {
      if (count != USUAL) {
        ratios.put(
            String.format(Locale.ROOT, "partitions_%d_vs_%d", count, USUAL),
            topics.rounds().ratio(name(count), name(USUAL)));
      }
    }
    return new Result(name(), question(), topics.lines(), ratios);
  }

  private static String name(int count) {
    return "partitions_" + count;
  }
}
