package io.tributary.consumer.sink;

import io.tributary.model.refusal.Reason;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;

/** Counts what one task, or one query since it started, has written. Safe for several threads. */
final class WriteCounter implements Serializable {
  private long rows;
  private long deletions;
  private long expired;
  private long retries;
  private final Map<Reason, Long> deadLetters = new EnumMap<>(Reason.class);
  private final Latencies latencies = new Latencies();

  synchronized void row() {
    rows++;
  }

  synchronized void deletion() {
    deletions++;
  }

  /** A record whose rows would be over in every table. */
  synchronized void expired() {
    expired++;
  }

  synchronized void deadLetter(Reason reason) {
    deadLetters.merge(reason, 1L, Long::sum);
  }

  /** What has been counted as a row, or as a deletion, is a dead letter. */
  synchronized void refused(boolean isDeletion, Reason reason) {
    if (isDeletion) {
      deletions--;
    } else {
      rows--;
    }
    deadLetter(reason);
  }

  synchronized void acknowledged(long latencyMillis) {
    latencies.add(latencyMillis);
  }

  synchronized void retries(long count) {
    retries += count;
  }

  synchronized void add(WriteCounter other) {
    rows += other.rows;
    deletions += other.deletions;
    expired += other.expired;
    retries += other.retries;
    other.deadLetters.forEach((reason, count) -> deadLetters.merge(reason, count, Long::sum));
    latencies.add(other.latencies);
  }

  synchronized WriteStats written() {
    Latencies copy = new Latencies();
    copy.add(latencies);
    return new WriteStats(rows, deletions, expired, deadLetters, retries, copy);
  }
}
