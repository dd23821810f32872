package io.tributary.benchmarks.measure;

import io.tributary.benchmarks.report.Result;
import io.tributary.benchmarks.report.Spread;
import io.tributary.benchmarks.stage.Stage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What it costs when some of the records, or half of them, are no rows but dead letters. */
public final class DeadLetterShare implements Measure {
  private static final List<Integer> PER_CENT = List.of(0, 1, 50);

  private final Stage stage;
  private final Extent extent;

  public DeadLetterShare(Stage stage, Extent extent) {
    this.stage = stage;
    this.extent = extent;
  }

  @Override
  public String name() {
    return "dead_letters";
  }

  @Override
  public String question() {
    return String.format(
        Locale.ROOT,
        "How fast does a backlog of %,d records get into Cassandra when some are dead letters?",
        extent.records());
  }

  @Override
  public Result run() throws Exception {
    TopicRounds topics = new TopicRounds(stage, extent);
    for (int perCent : PER_CENT) {
      Stage.Definition definition = stage.onTopic(name(perCent));
      stage.publish(definition.pipeline(), extent.records(), perCent);
      topics.add(
          name(perCent), String.format(Locale.ROOT, "%d%% dead letters", perCent), definition);
    }
    try (SinkJvms jvms = new SinkJvms(stage)) {
      // round 0 warms up
      topics.run(jvms, 0);
    }
    Map<String, Spread> ratios = new LinkedHashMap<>();
    for (int perCent : PER_CENT.subList(1, PER_CENT.size())) {
      ratios.put(
          String.format(Locale.ROOT, "dead_letters_%d_vs_0", perCent),
          topics.rounds().ratio(name(perCent), name(0)));
    }
    return new Result(name(), question(), topics.lines(), ratios);
  }

  private static String name(int perCent) {
    return "dead_letters_" + perCent;
  }
}
