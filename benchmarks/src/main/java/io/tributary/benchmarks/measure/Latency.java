package io.tributary.benchmarks.measure;

import io.tributary.benchmarks.report.Result;
import io.tributary.benchmarks.report.Spread;
import io.tributary.benchmarks.stage.Stage;
import io.tributary.benchmarks.stage.SteadyLoad;
import io.tributary.benchmarks.variant.VariantJvm.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * How long a record takes from when it was due in Kafka to Cassandra's acknowledgement, at steady
 * rates, by batches and record by record.
 */
public final class Latency implements Measure {
  private static final List<Integer> RATES = List.of(200, 2_000, 10_000);
  private static final Map<String, Map<String, String>> TRIGGERS = triggers();
  private static final List<String> FIGURES = List.of("p50", "p95", "p99", "p99.9");
  private static final int WARMING_SECONDS = 10;
  private static final int COUNTED_SECONDS = 20;

  private final Stage stage;
  private final int rounds;

  /**
   * @param rounds of each rate and trigger that count
   */
  public Latency(Stage stage, int rounds) {
    this.stage = stage;
    this.rounds = rounds;
  }

  private static Map<String, Map<String, String>> triggers() {
    Map<String, Map<String, String>> triggers = new LinkedHashMap<>();
    triggers.put("micro_batch", Map.of("TRIGGER", "micro-batch"));
    triggers.put("micro_batch_1ms", Map.of("TRIGGER", "micro-batch", "TRIGGER_INTERVAL", "1ms"));
    triggers.put("continuous", Map.of("TRIGGER", "continuous"));
    return triggers;
  }

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public String question() {
    return "How long from a record's time to its acknowledged row, in milliseconds?";
  }

  @Override
  public Result run() throws Exception {
    Map<String, List<Outcome>> outcomes = new LinkedHashMap<>();
    try (SinkJvms jvms = new SinkJvms(stage)) {
      // round 0 warms up
      for (int round = 0; round <= rounds; round++) {
        for (int rate : RATES) {
          for (Map.Entry<String, Map<String, String>> trigger : TRIGGERS.entrySet()) {
            String name = String.format(Locale.ROOT, "%s_%d", trigger.getKey(), rate);
            Outcome outcome =
                run(
                    jvms,
                    trigger.getValue(),
                    rate,
                    String.format(Locale.ROOT, "%s_%d", name, round));
            if (round > 0) {
              outcomes.computeIfAbsent(name, unknown -> new ArrayList<>()).add(outcome);
            }
            stage.say(
                String.format(
                    Locale.ROOT,
                    "round %d of %d: %s, %d records/s: p50 %.0f, p99 %.0f ms",
                    round,
                    rounds,
                    trigger.getKey(),
                    rate,
                    of(outcome, "p50"),
                    of(outcome, "p99")));
          }
        }
      }
    }
    return new Result(
        name(),
        question(),
        outcomes.entrySet().stream().map(entry -> line(entry.getKey(), entry.getValue())).toList(),
        Map.of());
  }

  private Outcome run(SinkJvms jvms, Map<String, String> trigger, int rate, String name)
      throws Exception {
    int records = rate * (WARMING_SECONDS + COUNTED_SECONDS);
    Stage.Definition definition = stage.onTopic(name);
    stage.empty(definition.pipeline());
    Map<String, String> settings = new HashMap<>(trigger);
    settings.put("warming", Integer.toString(rate * WARMING_SECONDS));
    settings.put("load_seconds", Integer.toString(WARMING_SECONDS + COUNTED_SECONDS));
    SinkVariant variant = new SinkVariant(name, name, "our_latency", settings, false);
    try (SteadyLoad load = new SteadyLoad(stage.kafka(), definition.pipeline(), records, rate)) {
      Outcome outcome = jvms.run(variant, definition, records, load::begin);
      load.awaitPublished();
      return outcome;
    }
  }

  private static double of(Outcome outcome, String figure) {
    return Objects.requireNonNull(outcome.figures().get(figure));
  }

  private static Result.Line line(String name, List<Outcome> outcomes) {
    Map<String, Spread> figures = new LinkedHashMap<>();
    for (String figure : FIGURES) {
      figures.put(
          figure, Spread.of(outcomes.stream().map(outcome -> of(outcome, figure)).toList()));
    }
    figures.put(
        "client cores",
        Spread.of(
            outcomes.stream()
                .map(
                    outcome ->
                        Objects.requireNonNull(outcome.cpu().get("client")).toNanos()
                            / 1e9
                            / outcome.seconds())
                .toList()));
    return new Result.Line(name, name.replace('_', ' ') + "/s", figures);
  }
}
