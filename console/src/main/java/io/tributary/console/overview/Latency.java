package io.tributary.console.overview;

import io.tributary.console.platform.PrometheusText;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * A histogram as Prometheus has it: how many records took no longer than each bound, in seconds.
 * The bounds are the consumer's; a percentile is interpolated within one of them.
 */
record Latency(NavigableMap<Double, Double> counts) {
  private static final String BUCKETS = "tributary_consumer_latency_seconds_bucket";

  static Latency of(PrometheusText metrics, String pipeline) {
    NavigableMap<Double, Double> counts = new TreeMap<>();
    List<PrometheusText.Sample> buckets = metrics.all(BUCKETS, "pipeline", pipeline);
    for (PrometheusText.Sample bucket : buckets) {
      String bound = bucket.labels().getOrDefault("le", "+Inf");
      counts.merge(
          bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound),
          bucket.value(),
          Double::sum);
    }
    return new Latency(counts);
  }

  /** What came on top of an earlier count; all of it when the consumer was restarted since. */
  Latency since(Latency earlier) {
    NavigableMap<Double, Double> more = new TreeMap<>();
    for (Map.Entry<Double, Double> bound : counts.entrySet()) {
      double before = earlier.counts.getOrDefault(bound.getKey(), 0.0);
      if (before > bound.getValue()) {
        return this;
      }
      more.put(bound.getKey(), bound.getValue() - before);
    }
    return new Latency(more);
  }

  /**
   * Within how many seconds a share of the records was written.
   *
   * @param share from 0 to 1
   * @return nothing when there were no records; the greatest bound when they took longer than that
   */
  OptionalDouble seconds(double share) {
    if (counts.isEmpty() || counts.lastEntry().getValue() <= 0) {
      return OptionalDouble.empty();
    }
    double wanted = share * counts.lastEntry().getValue();
    double lower = 0;
    double below = 0;
    for (Map.Entry<Double, Double> bound : counts.entrySet()) {
      double upper = bound.getKey();
      if (bound.getValue() >= wanted) {
        if (Double.isInfinite(upper) || bound.getValue() <= below) {
          return OptionalDouble.of(lower);
        }
        return OptionalDouble.of(
            lower + (upper - lower) * (wanted - below) / (bound.getValue() - below));
      }
      lower = upper;
      below = bound.getValue();
    }
    return OptionalDouble.of(lower);
  }
}
