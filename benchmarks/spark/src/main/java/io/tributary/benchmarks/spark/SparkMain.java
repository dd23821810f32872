package io.tributary.benchmarks.spark;

import io.tributary.benchmarks.order.VariantMain;
import java.util.Map;

/** The JVM of the consumer's query. */
public final class SparkMain {
  private SparkMain() {}

  public static void main(String[] arguments) throws Exception {
    try (WarmSpark spark = new WarmSpark()) {
      VariantMain.serve(
          arguments,
          Map.of(
              "ours", new TributaryQuery(spark),
              "our_latency", new TributaryLatency(spark),
              "our_settings", TributaryQuery::defaults,
              "spark_noop", new NoopQuery(spark),
              "from_avro", new FromAvro()));
    }
  }
}
