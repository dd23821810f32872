package io.tributary.bench.spark;

import io.tributary.bench.order.VariantMain;
import java.util.Map;

/** The JVM of the consumer's query. */
public final class SparkMain {
  private SparkMain() {}

  public static void main(String[] arguments) throws Exception {
    try (WarmSpark spark = new WarmSpark()) {
      VariantMain.serve(
          arguments,
          Map.of(
              "ours", new OurQuery(spark),
              "our_latency", new LatencyOfOurs(spark),
              "our_settings", OurQuery::defaults,
              "spark_noop", new NoopQuery(spark)));
    }
  }
}
