package io.tributary.consumer.query;

import io.tributary.consumer.sink.Written;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.execution.streaming.continuous.ContinuousExecution;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A query of Spark's without batches. */
final class ContinuousQuery implements RunningQuery {
  private static final Logger LOG = LoggerFactory.getLogger(ContinuousQuery.class);

  /**
   * Epochs begin by a timer, whether anything is written or not. The thread that begins them dies
   * quietly when Kafka is away for longer than its client tries, and nothing is committed from then
   * on.
   */
  static final Duration LONGEST_EPOCH = Duration.ofSeconds(30);

  private static final long BETWEEN_LOOKS_MILLIS = 1_000;

  private final StreamingQuery query;
  private final ContinuousExecution execution;

  ContinuousQuery(StreamingQuery query, ContinuousExecution execution) {
    this.query = query;
    this.execution = execution;
  }

  @Override
  public void await() throws StreamingQueryException {
    long epoch = execution.currentBatchId();
    long since = System.nanoTime();
    while (!query.awaitTermination(BETWEEN_LOOKS_MILLIS)) {
      long now = execution.currentBatchId();
      if (now != epoch) {
        epoch = now;
        since = System.nanoTime();
      } else if (System.nanoTime() - since > LONGEST_EPOCH.toNanos()) {
        since = System.nanoTime();
        execution.stopInNewThread(
            new IllegalStateException(
                "no epoch began for %d s, Kafka may be away".formatted(LONGEST_EPOCH.toSeconds())));
      }
    }
  }

  /** At once: what was written since the last epoch is written again, to the same rows. */
  @Override
  public void stop() {
    try {
      query.stop();
    } catch (TimeoutException stuck) {
      LOG.warn("{} does not stop: its last epoch is done again after the next start", query.name());
    }
  }

  /** Nothing: this is asked of queries that end by themselves. */
  @Override
  public Written written() {
    return Written.nothing();
  }
}
