package io.tributary.benchmarks.measure;

import java.util.List;
import java.util.Map;

/**
 * A way from the topic into the table.
 *
 * @param name as results call it
 * @param title as people read it
 * @param order what its JVM calls it
 * @param settings beside those that all have
 * @param indexed whether its table has secondary indexes
 */
public record SinkVariant(
    String name, String title, String order, Map<String, String> settings, boolean indexed) {

  static final SinkVariant PLAIN =
      of("plain", "no Spark: Kafka's consumer and the driver, the same fence", "plain");

  static final SinkVariant OURS = of("ours", "ours, micro-batch, safe commit log", "ours");

  static final SinkVariant OURS_CONTINUOUS =
      new SinkVariant(
          "ours_continuous",
          "ours, continuous, safe commit log",
          "ours",
          Map.of("TRIGGER", "continuous"),
          false);

  static final SinkVariant STOCK =
      of("stock", "stock: from_json and the connector's sink, defaults", "stock");

  static final SinkVariant STOCK_TUNED = of("stock_tuned", "stock, tuned", "stock_tuned");

  static final SinkVariant OURS_UNSAFE =
      new SinkVariant(
          "ours_unsafe",
          "ours, micro-batch, without the fence",
          "ours",
          Map.of("COMMIT_LOG_FENCE", "off"),
          false);

  static final SinkVariant OURS_INDEXED =
      new SinkVariant("ours_indexed", "ours, with two secondary indexes", "ours", Map.of(), true);

  static final SinkVariant SPARK_NOOP =
      of("spark_noop", "ceiling: Spark with a sink that does nothing", "spark_noop");

  static final SinkVariant CASSANDRA_ALONE =
      of("cassandra_alone", "ceiling: Cassandra alone, from memory", "cassandra_alone");

  /** The three that matter most. */
  public static final List<SinkVariant> QUICK = List.of(PLAIN, OURS, STOCK);

  public static final List<SinkVariant> ALL =
      List.of(
          PLAIN,
          OURS,
          OURS_CONTINUOUS,
          STOCK,
          STOCK_TUNED,
          OURS_UNSAFE,
          OURS_INDEXED,
          SPARK_NOOP,
          CASSANDRA_ALONE);

  private static SinkVariant of(String name, String title, String order) {
    return new SinkVariant(name, title, order, Map.of(), false);
  }

  boolean writes() {
    return !order.equals(SPARK_NOOP.order);
  }
}
