package io.tributary.consumer.sink;

import io.tributary.model.deadletter.Reason;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was written: by one task, or by a query since it started. Written by one thread at a time,
 * read by any.
 */
public final class Tally implements Serializable {
  private static final String RECORDS = "records";
  private static final String ROWS = "rows";
  private static final String RETRIES = "retries";
  private static final String DEAD_LETTERS = "dead_letters.";
  private static final String LATENCY = "latency_ms.";

  private long records;
  private long rows;
  private long retries;
  private final Map<Reason, Long> deadLetters = new EnumMap<>(Reason.class);
  private final LatencyHistogram latencies = new LatencyHistogram();

  synchronized void row() {
    records++;
    rows++;
  }

  synchronized void deadLetter(Reason reason) {
    records++;
    deadLetters.merge(reason, 1L, Long::sum);
  }

  synchronized void acknowledged(long latencyMillis) {
    latencies.add(latencyMillis);
  }

  synchronized void retries(long count) {
    retries += count;
  }

  /** Adds what another one counted. */
  synchronized void add(Tally other) {
    records += other.records;
    rows += other.rows;
    retries += other.retries;
    other.deadLetters.forEach((reason, count) -> deadLetters.merge(reason, count, Long::sum));
    latencies.add(other.latencies);
  }

  /** As the sink's metrics in the query's progress. */
  synchronized Map<String, String> toMap() {
    Map<String, String> map = new LinkedHashMap<>();
    map.put(RECORDS, Long.toString(records));
    map.put(ROWS, Long.toString(rows));
    map.put(RETRIES, Long.toString(retries));
    deadLetters.forEach(
        (reason, count) -> map.put(DEAD_LETTERS + reason.name(), Long.toString(count)));
    latencies.counts().forEach((upTo, count) -> map.put(LATENCY + upTo, Long.toString(count)));
    return map;
  }
}
