package io.tributary.benchmarks.measure;

import io.tributary.benchmarks.report.Result;
import io.tributary.benchmarks.report.Spread;
import io.tributary.benchmarks.stage.Stage;
import io.tributary.benchmarks.variant.VariantJvm.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

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
    Map<Integer, Stage.Definition> topics = new LinkedHashMap<>();
    for (int count : COUNTS) {
      Stage.Definition definition =
          stage.onTopic(
              name(count),
              text ->
                  text.replace(
                      "  partitions: 3\n",
                      String.format(Locale.ROOT, "  partitions: %d%n", count)));
      stage.publish(definition.pipeline(), extent.records());
      topics.put(count, definition);
    }
    Rounds rounds = new Rounds(extent.records());
    try (SinkJvms jvms = new SinkJvms(stage)) {
      jvms.warmOurs(
          Objects.requireNonNull(topics.get(COUNTS.get(0))), extent.records(), extent.warmUp());
      Rounds.each(
          1,
          extent.rounds(),
          topics.entrySet(),
          (round, topic) -> {
            Outcome outcome = jvms.ours(topic.getValue(), extent.records());
            rounds.add(name(topic.getKey()), outcome);
            stage.say(
                String.format(
                    Locale.ROOT,
                    "round %d of %d: partitions: %d, %,.0f records/s",
                    round,
                    extent.rounds(),
                    topic.getKey(),
                    rounds.rate(outcome)));
          });
    }
    Map<String, Spread> ratios = new LinkedHashMap<>();
    for (int count : COUNTS) {
      if (count != USUAL) {
        ratios.put(
            String.format(Locale.ROOT, "partitions_%d_vs_%d", count, USUAL),
            rounds.ratio(name(count), name(USUAL)));
      }
    }
    return new Result(
        name(),
        question(),
        COUNTS.stream()
            .map(
                count ->
                    rounds.line(name(count), count == 1 ? "1 partition" : count + " partitions"))
            .toList(),
        ratios);
  }

  private static String name(int count) {
    return "partitions_" + count;
  }
}
