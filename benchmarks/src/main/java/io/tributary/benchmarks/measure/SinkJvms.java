package io.tributary.benchmarks.measure;

import io.tributary.benchmarks.order.Order;
import io.tributary.benchmarks.stage.Stage;
import io.tributary.benchmarks.variant.VariantJvm;
import io.tributary.benchmarks.variant.VariantJvm.Outcome;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.command.CommandFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The JVMs of the ways into the table, started when first asked for, and warm from then on. */
final class SinkJvms implements AutoCloseable {
  /** Tells the driver of a variant's JVM to note when rows are acknowledged. */
  private static final String TRACKER =
      "-Ddatastax-java-driver.advanced.request-tracker.classes.0=io.tributary.benchmarks.spark.Acknowledgements";

  private final Stage stage;
  private final Map<String, VariantJvm> running = new LinkedHashMap<>();
  private Map<String, Double> ourSettings = Map.of();

  SinkJvms(Stage stage) {
    this.stage = stage;
  }

  /** One round of a variant over all records of the definition's topic. */
  Outcome run(SinkVariant variant, Stage.Definition definition, long records)
      throws CommandFailedException, IOException {
    return run(variant, definition, records, () -> {});
  }

  /**
   * The same.
   *
   * @param began run when what counts begins
   */
  Outcome run(SinkVariant variant, Stage.Definition definition, long records, Runnable began)
      throws CommandFailedException, IOException {
    Pipeline pipeline = definition.pipeline();
    Map<String, String> settings = new HashMap<>();
    settings.put("definition", definition.file().toString());
    settings.put("kafka", stage.kafka());
    settings.put("cassandra", stage.cassandra());
    settings.put("datacenter", Stage.datacenter());
    settings.put("topic", pipeline.topic().name());
    settings.put("keyspace", pipeline.keyspace());
    settings.put("table", pipeline.mainTable().name());
    settings.put("records", Long.toString(records));
    settings.put("checkpoint", stage.checkpoint().toString());
    settings.put("SPARK_MASTER", master(pipeline));
    settings.put("batch", Long.toString(our("MAX_RECORDS_PER_BATCH", variant, pipeline)));
    settings.put(
        "in_flight",
        Long.toString(our("WRITES_IN_FLIGHT", variant, pipeline) * pipeline.topic().partitions()));
    settings.put("consistency", "LOCAL_QUORUM");
    settings.put("fence", "AUTO");
    settings.putAll(variant.settings());
    return jvm(variant.order(), pipeline)
        .run(new Order(variant.order(), settings), stage.servers(), began);
  }

  /** One round of ours into emptied tables. */
  Outcome ours(Stage.Definition definition, long records) throws Exception {
    stage.empty(definition.pipeline());
    return run(SinkVariant.OURS, definition, records);
  }

  /** Rounds of ours, until it has written so many rows. */
  void warmOurs(Stage.Definition definition, int records, int rows) throws Exception {
    for (int written = 0; written < rows; written += records) {
      ours(definition, records);
      stage.say(String.format(Locale.ROOT, "warming up: %,d rows are written", written + records));
    }
  }

  /** A slot for each partition, and one for the rejected records. */
  private static String master(Pipeline pipeline) {
    return String.format(Locale.ROOT, "local[%d]", pipeline.topic().partitions() + 1);
  }

  /** What the consumer does by itself is what the others do too. */
  private long our(String setting, SinkVariant variant, Pipeline pipeline)
      throws CommandFailedException, IOException {
    if (ourSettings.isEmpty()) {
      String ours = variant.order().startsWith("our") ? variant.order() : "ours";
      ourSettings =
          jvm(ours, pipeline).run(new Order("our_settings", Map.of()), Map.of()).figures();
    }
    return Objects.requireNonNull(ourSettings.get(setting)).longValue();
  }

  private VariantJvm jvm(String order, Pipeline pipeline)
      throws CommandFailedException, IOException {
    String module =
        switch (order) {
          case "ours", "our_latency", "spark_noop" -> "benchmarks/spark";
          case "stock", "stock_tuned" -> "benchmarks/stock";
          default -> "benchmarks/plain";
        };
    // a tracker of latencies would cost those something that do not need it
    boolean traced = order.equals("our_latency");
    String key = traced ? module + " traced" : module;
    VariantJvm known = running.get(key);
    if (known != null) {
      return known;
    }
    VariantJvm jvm = create(module, traced, pipeline);
    running.put(key, jvm);
    jvm.start();
    return jvm;
  }

  private VariantJvm create(String module, boolean traced, Pipeline pipeline)
      throws CommandFailedException, IOException {
    String[] cassandra = stage.cassandra().split(":", 2);
    boolean stock = module.endsWith("stock");
    String mainClass =
        stock
            ? "io.tributary.benchmarks.stock.StockMain"
            : module.endsWith("spark")
                ? "io.tributary.benchmarks.spark.SparkMain"
                : "io.tributary.benchmarks.plain.PlainMain";
    return new VariantJvm(
        stage.checkout(),
        module,
        traced ? List.of(TRACKER) : List.of(),
        mainClass,
        stock
            ? List.of(master(pipeline), cassandra[0], cassandra[1], Stage.datacenter())
            : List.of(),
        stage.log(Path.of(module).getFileName().toString()));
  }

  @Override
  public void close() {
    running.values().forEach(VariantJvm::close);
  }
}
