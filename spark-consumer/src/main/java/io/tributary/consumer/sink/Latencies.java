package io.tributary.consumer.sink;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * How many records took how long from the record's time to Cassandra's acknowledgement, in
 * milliseconds. Not safe for use by several threads.
 */
public final class Latencies implements Serializable {
  /** Upper bounds of the buckets, inclusive; a last bucket has none. */
  public static final List<Long> BOUNDS =
      List.of(
          5L,
          10L,
          20L,
          35L,
          50L,
          75L,
          100L,
          150L,
          200L,
          300L,
          500L,
          1_000L,
          2_000L,
          5_000L,
          10_000L,
          30_000L,
          60_000L,
          600_000L,
          3_600_000L);

  private static final long[] UPPER = BOUNDS.stream().mapToLong(bound -> bound).toArray();

  private final long[] counts = new long[UPPER.length + 1];
  private long sum;

  /** A negative time, as clocks differ, counts as none. */
  void add(long millis) {
    int bucket = 0;
    while (bucket < UPPER.length && millis > UPPER[bucket]) {
      bucket++;
    }
    counts[bucket]++;
    sum += Math.max(0, millis);
  }

  void add(Latencies other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    sum += other.sum;
  }

  /** Those of {@code this} that {@code earlier} has not. */
  Latencies since(Latencies earlier) {
    Latencies later = new Latencies();
    for (int i = 0; i < counts.length; i++) {
      later.counts[i] = counts[i] - earlier.counts[i];
    }
    later.sum = sum - earlier.sum;
    return later;
  }

  /** Records of each bucket: one more than {@link #BOUNDS} has. */
  public List<Long> counts() {
    return LongStream.of(counts).boxed().toList();
  }

  /** All times added up, in milliseconds. */
  public long sum() {
    return sum;
  }

  /** As text that {@link #parse} reads. */
  @Override
  public String toString() {
    return sum
        + " "
        + LongStream.of(counts).mapToObj(Long::toString).collect(Collectors.joining(" "));
  }

  static Latencies parse(String text) {
    long[] numbers = Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
    Latencies latencies = new Latencies();
    latencies.sum = numbers[0];
    System.arraycopy(numbers, 1, latencies.counts, 0, latencies.counts.length);
    return latencies;
  }
}
