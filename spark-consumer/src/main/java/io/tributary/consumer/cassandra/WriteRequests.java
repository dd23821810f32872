package io.tributary.consumer.cassandra;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Sends rows to Cassandra. Safe for several threads. */
@FunctionalInterface
public interface WriteRequests {
  /**
   * Sends one request: a single statement, or an unlogged batch. Sending the same rows again
   * changes nothing.
   *
   * @return completes when Cassandra acknowledged all rows, or with the driver's exception
   */
  CompletionStage<?> send(List<Row> rows);
}
