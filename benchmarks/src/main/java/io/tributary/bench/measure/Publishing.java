package io.tributary.bench.measure;

import io.tributary.bench.order.Order;
import io.tributary.bench.report.Result;
import io.tributary.bench.report.Spread;
import io.tributary.bench.stage.Stage;
import io.tributary.bench.variant.VariantJvm;
import io.tributary.bench.variant.VariantJvm.Outcome;
import io.tributary.simulator.SimulatorConfig;
import io.tributary.simulator.SimulatorServer;
import java.util.LinkedHashMap;
import java.util.List;
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
    variants.put("producer", "ours: mapped pages in memory to acknowledged");
    variants.put("perf_test", "kafka-producer-perf-test, the same settings and sizes");
    variants.put("producer_http", "ours: a whole run over HTTP from the simulator");
    return variants;
  }

  @Override
  public String name() {
    return "producer";
  }

  @Override
  public String question() {
    return "How fast are %,d records published?".formatted(extent.records());
  }

  @Override
  public Result run() throws Exception {
    Stage.Definition users = stage.definition("users", text -> text);
    Rounds rounds = new Rounds(extent.records());
    try (VariantJvm jvm =
            new VariantJvm(
                stage.checkout(),
                "benchmarks",
                List.of(),
                "io.tributary.bench.produce.ProduceMain",
                List.of(),
                stage.log("producer"));
        SimulatorServer simulator =
            new SimulatorServer(SimulatorConfig.defaults().withoutRateLimit())) {
      simulator.start();
      jvm.start();
      // round 0 warms up
      Rounds.each(
          0,
          extent.rounds(),
          VARIANTS.keySet(),
          (round, variant) -> {
            Outcome outcome = jvm.run(order(variant, users, simulator), stage.servers());
            stage.say(
                "round %d of %d: %s %,.0f records/s"
                    .formatted(round, extent.rounds(), variant, rounds.rate(outcome)));
            if (round > 0) {
              rounds.add(variant, outcome);
            }
          });
    }
    Map<String, Spread> ratios = new LinkedHashMap<>();
    ratios.put("producer_vs_perf_test", rounds.ratio("producer", "perf_test"));
    return new Result(
        name(),
        question(),
        VARIANTS.entrySet().stream()
            .map(variant -> rounds.line(variant.getKey(), variant.getValue()))
            .toList(),
        ratios);
  }

  private Order order(String variant, Stage.Definition users, SimulatorServer simulator)
      throws Exception {
    return new Order(
        variant,
        Map.of(
            "definition", users.file().toString(),
            "kafka", stage.kafka(),
            "topic", users.pipeline().topic().name(),
            "records", Long.toString(extent.records()),
            "scratch", stage.log("producer").resolveSibling("scratch").toString(),
            "source",
                simulator.url().resolve(users.pipeline().source().url().getRawPath()).toString()));
  }
}
