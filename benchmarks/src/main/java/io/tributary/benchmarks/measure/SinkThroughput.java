package io.tributary.benchmarks.measure;

import static io.tributary.benchmarks.measure.SinkVariant.CASSANDRA_ALONE;
import static io.tributary.benchmarks.measure.SinkVariant.OURS;
import static io.tributary.benchmarks.measure.SinkVariant.OURS_CONTINUOUS;
import static io.tributary.benchmarks.measure.SinkVariant.OURS_INDEXED;
import static io.tributary.benchmarks.measure.SinkVariant.OURS_UNSAFE;
import static io.tributary.benchmarks.measure.SinkVariant.PLAIN;
import static io.tributary.benchmarks.measure.SinkVariant.STOCK;
import static io.tributary.benchmarks.measure.SinkVariant.STOCK_TUNED;

import io.tributary.benchmarks.report.Result;
import io.tributary.benchmarks.report.Spread;
import io.tributary.benchmarks.stage.Stage;
import io.tributary.benchmarks.variant.VariantJvm.Outcome;
import io.tributary.runtime.command.CommandFailedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How fast a backlog gets into the table, one way beside the other. Every round each variant reads
 * the same topic into the same emptied table, each time in another order.
 */
public final class SinkThroughput implements Measure {
  /** Ratios by name: of the first variant to the second. */
  private static final Map<String, List<SinkVariant>> RATIOS = ratios();

  /** One for each JVM: the others of it are slower, or do less. */
  private static final List<SinkVariant> WARMING = List.of(PLAIN, OURS, STOCK_TUNED);

  private final Stage stage;
  private final List<SinkVariant> variants;
  private final Extent extent;

  /**
   * @param variants those that take part
   */
  public SinkThroughput(Stage stage, List<SinkVariant> variants, Extent extent) {
    this.stage = stage;
    this.variants = List.copyOf(variants);
    this.extent = extent;
  }

  private static Map<String, List<SinkVariant>> ratios() {
    Map<String, List<SinkVariant>> ratios = new LinkedHashMap<>();
    ratios.put("ours_vs_plain", List.of(OURS, PLAIN));
    ratios.put("ours_vs_stock", List.of(OURS, STOCK));
    ratios.put("ours_vs_stock_tuned", List.of(OURS, STOCK_TUNED));
    ratios.put("ours_continuous_vs_ours", List.of(OURS_CONTINUOUS, OURS));
    ratios.put("ours_safe_vs_unsafe", List.of(OURS, OURS_UNSAFE));
    ratios.put("ours_indexed_vs_ours", List.of(OURS_INDEXED, OURS));
    ratios.put("ours_vs_cassandra_alone", List.of(OURS, CASSANDRA_ALONE));
    return ratios;
  }

  @Override
  public String name() {
    return "sink";
  }

  @Override
  public String question() {
    return String.format(
        Locale.ROOT,
        "How fast does a backlog of %,d records get from Kafka into Cassandra?",
        extent.records());
  }

  @Override
  public Result run() throws Exception {
    Stage.Definition plain = stage.definition("users", text -> text);
    Stage.Definition indexed = stage.definition("users_indexed", SinkThroughput::indexed);
    stage.publish(plain.pipeline(), extent.records());
    Rounds rounds = new Rounds(extent.records());
    try (SinkJvms jvms = new SinkJvms(stage)) {
      warm(jvms, plain, indexed);
      Rounds.each(
          1,
          extent.rounds(),
          variants,
          (round, variant) -> {
            Stage.Definition definition = variant.indexed() ? indexed : plain;
            Outcome outcome = run(jvms, variant, definition);
            rounds.add(variant.name(), outcome);
            stage.say(
                String.format(
                    Locale.ROOT,
                    "round %d of %d: %s %,.0f records/s",
                    round,
                    extent.rounds(),
                    variant.name(),
                    rounds.rate(outcome)));
          });
    }
    return result(rounds);
  }

  /** The same topic into another table. */
  private static String indexed(String definition) {
    return definition
        .replace("name: users\n", "name: users_indexed\n")
        .replace("  name: created_users\n", "  name: indexed_users\n")
        .replace("  key: [id]\n", "  key: [id]\n  indexes: [last_name, email]\n")
        .replace("id: user_automation", "id: user_automation_indexed");
  }

  /**
   * Every variant once, with a look whether it wrote all, and then one of each JVM until that has
   * written as much as it needs to be warm.
   */
  private void warm(SinkJvms jvms, Stage.Definition plain, Stage.Definition indexed)
      throws Exception {
    for (SinkVariant variant : variants) {
      Stage.Definition definition = variant.indexed() ? indexed : plain;
      Outcome outcome = run(jvms, variant, definition);
      stage.say(
          String.format(
              Locale.ROOT,
              "warming up: %s %,.0f records/s",
              variant.name(),
              extent.records() / outcome.seconds()));
      if (variant.writes()) {
        checkRows(variant, definition);
      }
    }
    for (int written = extent.records(); written < extent.warmUp(); written += extent.records()) {
      for (SinkVariant variant : WARMING) {
        if (variants.contains(variant)) {
          run(jvms, variant, plain);
        }
      }
      stage.say(
          String.format(
              Locale.ROOT, "warming up: %,d rows by each JVM", written + extent.records()));
    }
  }

  private Outcome run(SinkJvms jvms, SinkVariant variant, Stage.Definition definition)
      throws Exception {
    stage.empty(definition.pipeline());
    return jvms.run(variant, definition, extent.records());
  }

  private void checkRows(SinkVariant variant, Stage.Definition definition)
      throws CommandFailedException {
    long rows = stage.rows(definition.pipeline());
    if (rows != extent.records()) {
      throw new CommandFailedException(
          String.format(
              Locale.ROOT,
              "%s has written %d of %d rows.",
              variant.name(),
              rows,
              extent.records()));
    }
  }

  private Result result(Rounds rounds) {
    Map<String, Spread> ratios = new LinkedHashMap<>();
    RATIOS.forEach(
        (name, pair) -> {
          if (variants.containsAll(pair)) {
            ratios.put(name, rounds.ratio(pair.get(0).name(), pair.get(1).name()));
          }
        });
    return new Result(
        name(),
        question(),
        variants.stream().map(variant -> rounds.line(variant.name(), variant.title())).toList(),
        ratios);
  }
}
