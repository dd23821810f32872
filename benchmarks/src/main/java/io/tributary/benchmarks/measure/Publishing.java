package io.tributary.benchmarks.measure;

import io.tributary.benchmarks.report.Result;
import io.tributary.benchmarks.report.Spread;
import io.tributary.benchmarks.stage.Stage;
import io.tributary.benchmarks.variant.VariantJvm.Outcome;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How fast records get into Kafka, beside Kafka's own tool with the same settings. */
public final class Publishing implements Measure {
  private static final Map<String, String> VARIANTS = variants();

  private final Stage stage;
  private final Extent extent;

  public Publishing(Stage stage, Extent extent) {
    this.stage = stage;
    this.extent = extent;
  }

  private static Map<String, String> variants() {
    Map<String, String> variants = new LinkedHashMap<>();
    variants.put(ProducerJvm.FROM_MEMORY, "ours: mapped pages in memory to acknowledged");
    variants.put(ProducerJvm.PERF_TEST, "kafka-producer-perf-test, the same settings and sizes");
    variants.put(ProducerJvm.OVER_HTTP, "ours: a whole run over HTTP from the simulator");
    return variants;
  }

  @Override
  public String name() {
    return "producer";
  }

  @Override
  public String question() {
    return String.format(Locale.ROOT, "How fast are %,d records published?", extent.records());
  }

  @Override
  public Result run() throws Exception {
    Stage.Definition users = stage.definition("users", text -> text);
    Rounds rounds = new Rounds(extent.records());
    try (ProducerJvm producer = new ProducerJvm(stage)) {
      // round 0 warms up
      Rounds.each(
          0,
          extent.rounds(),
          VARIANTS.keySet(),
          (round, variant) -> {
            Outcome outcome = producer.publish(variant, users, extent.records());
            stage.say(
                String.format(
                    Locale.ROOT,
                    "round %d of %d: %s %,.0f records/s",
                    round,
                    extent.rounds(),
                    variant,
                    rounds.rate(outcome)));
            if (round > 0) {
              rounds.add(variant, outcome);
            }
          });
    }
    Map<String, Spread> ratios = new LinkedHashMap<>();
    ratios.put(
        "producer_vs_perf_test", rounds.ratio(ProducerJvm.FROM_MEMORY, ProducerJvm.PERF_TEST));
    return new Result(
        name(),
        question(),
        VARIANTS.entrySet().stream()
            .map(variant -> rounds.line(variant.getKey(), variant.getValue()))
            .toList(),
        ratios);
  }
}
