package io.tributary.consumer.sink;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many records took how long from the record's time to Cassandra's acknowledgement, in
 * milliseconds. Not safe for use by several threads.
 */
final class LatencyHistogram implements Serializable {
  /** Upper bounds, inclusive; the last bucket has none. */
  static final List<Long> BOUNDS =
      List.of(
          5L,
          10L,
          20L,
          50L,
          100L,
          200L,
          500L,
          1_000L,
          2_000L,
          5_000L,
          10_000L,
          30_000L,
          60_000L,
          300_000L,
          3_600_000L);

  private static final long[] UPPER = BOUNDS.stream().mapToLong(bound -> bound).toArray();

  private final long[] counts = new long[UPPER.length + 1];

  /** Clocks differ: a negative time counts as none. */
  void add(long millis) {
    int bucket = 0;
    while (bucket < UPPER.length && millis > UPPER[bucket]) {
      bucket++;
    }
    counts[bucket]++;
  }

  void add(LatencyHistogram other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
  }

  /** Records by bucket, named by its upper bound; empty buckets are left out. */
  Map<Long, Long> counts() {
    Map<Long, Long> byBound = new TreeMap<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        byBound.put(i < UPPER.length ? UPPER[i] : Long.MAX_VALUE, counts[i]);
      }
    }
    return byBound;
  }
}
