package io.tributary.benchmarks.spark;

import io.tributary.benchmarks.order.Order;
import io.tributary.consumer.query.SparkRuntime;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** The one Spark of this JVM, set up as the consumer's is. */
final class WarmSpark implements AutoCloseable {
  private @Nullable SparkRuntime runtime;

  SparkSession of(Order order) {
    if (runtime == null) {
      runtime = SparkRuntime.start(order.text("SPARK_MASTER"), false);
    }
    return runtime.spark();
  }

  @Override
  public void close() {
    if (runtime != null) {
      runtime.close();
    }
  }
}
