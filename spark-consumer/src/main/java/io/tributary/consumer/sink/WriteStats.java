package io.tributary.consumer.sink;

import io.tributary.model.refusal.Reason;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a query has written in batches that are done. Travels as the sink's metrics in the query's
 * progress.
 *
 * @param rows records that became rows
 * @param deletions records that deleted their row
 * @param expired records whose rows would have expired already, in every table
 * @param deadLetters records that became dead letters, by reason; no zeros
 * @param retries requests that were sent again
 */
public record WriteStats(
    long rows,
    long deletions,
    long expired,
    Map<Reason, Long> deadLetters,
    long retries,
    Latencies latencies) {

  private static final String ROWS = "rows";
  private static final String DELETIONS = "deletions";
  private static final String EXPIRED = "expired";
  private static final String RETRIES = "retries";
  private static final String LATENCIES = "latencies";

  public WriteStats {
    deadLetters = Map.copyOf(deadLetters);
  }

  /** Nothing yet. */
  public static WriteStats nothing() {
    return new WriteStats(0, 0, 0, Map.of(), 0, new Latencies());
  }

  /** What {@link #toMap} made. */
  public static WriteStats of(Map<String, String> metrics) {
    Map<Reason, Long> deadLetters = new EnumMap<>(Reason.class);
    for (Reason reason : Reason.values()) {
      String count = metrics.get(reason.name());
      if (count != null) {
        deadLetters.put(reason, Long.parseLong(count));
      }
    }
    return new WriteStats(
        Long.parseLong(metrics.getOrDefault(ROWS, "0")),
        Long.parseLong(metrics.getOrDefault(DELETIONS, "0")),
        Long.parseLong(metrics.getOrDefault(EXPIRED, "0")),
        deadLetters,
        Long.parseLong(metrics.getOrDefault(RETRIES, "0")),
        metrics.containsKey(LATENCIES) ? Latencies.parse(metrics.get(LATENCIES)) : new Latencies());
  }

  Map<String, String> toMap() {
    Map<String, String> metrics = new LinkedHashMap<>();
    metrics.put(ROWS, Long.toString(rows));
    metrics.put(DELETIONS, Long.toString(deletions));
    metrics.put(EXPIRED, Long.toString(expired));
    metrics.put(RETRIES, Long.toString(retries));
    deadLetters.forEach((reason, count) -> metrics.put(reason.name(), Long.toString(count)));
    metrics.put(LATENCIES, latencies.toString());
    return metrics;
  }

  /** Rows, deletions, dead letters and what has expired. */
  public long records() {
    return rows + deletions + expired + deadLetterCount();
  }

  public long deadLetterCount() {
    return deadLetters.values().stream().mapToLong(count -> count).sum();
  }

  /** What was written after {@code earlier}, which is part of this. */
  public WriteStats since(WriteStats earlier) {
    Map<Reason, Long> later = new EnumMap<>(Reason.class);
    deadLetters.forEach(
        (reason, count) -> {
          long more = count - earlier.deadLetters.getOrDefault(reason, 0L);
          if (more > 0) {
            later.put(reason, more);
          }
        });
    return new WriteStats(
        rows - earlier.rows,
        deletions - earlier.deletions,
        expired - earlier.expired,
        later,
        retries - earlier.retries,
        latencies.since(earlier.latencies));
  }

  /** Both together. */
  public WriteStats plus(WriteStats other) {
    Map<Reason, Long> sum = new EnumMap<>(Reason.class);
    sum.putAll(deadLetters);
    other.deadLetters.forEach((reason, count) -> sum.merge(reason, count, Long::sum));
    Latencies both = new Latencies();
    both.add(latencies);
    both.add(other.latencies);
    return new WriteStats(
        rows + other.rows,
        deletions + other.deletions,
        expired + other.expired,
        sum,
        retries + other.retries,
        both);
  }
}
