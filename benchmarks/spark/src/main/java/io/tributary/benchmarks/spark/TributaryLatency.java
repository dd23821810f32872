package io.tributary.benchmarks.spark;

import io.tributary.benchmarks.order.Order;
import io.tributary.benchmarks.order.Variant;
import io.tributary.consumer.query.RunningQuery;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.apache.spark.sql.SparkSession;

/**
 * Runs the consumer's query while the benchmark publishes, and gives the times from record to
 * acknowledged row. The first records are left out: the query warms up with them.
 */
final class TributaryLatency implements Variant {
  private static final Duration LIMIT_AFTER_LOAD = Duration.ofSeconds(60);
  private static final long LOOK_MILLIS = 20;

  private final WarmSpark warm;

  TributaryLatency(WarmSpark warm) {
    this.warm = warm;
  }

  @Override
  public Map<String, Double> run(Order order, Runnable began) throws Exception {
    SparkSession spark = warm.of(order);
    Acknowledgements.take();
    RunningQuery query = TributaryQuery.of(spark, order).start(spark);
    try {
      long start = System.nanoTime();
      // it may start to read at any moment now: the records that are to warm it up are first
      began.run();
      long limit =
          start
              + TimeUnit.SECONDS.toNanos(order.number("load_seconds"))
              + LIMIT_AFTER_LOAD.toNanos();
      long warming = order.number("warming");
      long seen = await(warming, 0, limit, new Histogram(3));
      Histogram counted = new Histogram(3);
      seen += await(order.number("records"), seen, limit, counted);
      return Map.of(
          SECONDS,
          (System.nanoTime() - start) / 1e9,
          "records",
          (double) counted.getTotalCount(),
          "p50",
          (double) counted.getValueAtPercentile(50),
          "p95",
          (double) counted.getValueAtPercentile(95),
          "p99",
          (double) counted.getValueAtPercentile(99),
          "p99.9",
          (double) counted.getValueAtPercentile(99.9),
          "max",
          (double) counted.getMaxValue());
    } finally {
      query.stop();
    }
  }

  /** Collects times until so many records have been seen in all; returns how many came. */
  private static long await(long records, long before, long limit, Histogram into)
      throws InterruptedException {
    long came = 0;
    while (before + came < records) {
      if (System.nanoTime() > limit) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT, "only %d of %d records were acknowledged", before + came, records));
      }
      Thread.sleep(LOOK_MILLIS);
      Histogram some = Acknowledgements.take();
      came += some.getTotalCount();
      into.add(some);
    }
    return came;
  }
}
