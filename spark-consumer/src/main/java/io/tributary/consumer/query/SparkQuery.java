package io.tributary.consumer.query;

import io.tributary.consumer.sink.WriteStats;
import io.tributary.runtime.retry.Backoff;
import io.tributary.runtime.retry.Retry;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A query of Spark's. */
final class SparkQuery implements RunningQuery {
  private static final Logger LOG = LoggerFactory.getLogger(SparkQuery.class);

  /** A batch that takes longer is broken off, and done again after the next start. */
  private static final Duration LAST_BATCH = Duration.ofSeconds(3);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

  private final StreamingQuery query;

  SparkQuery(StreamingQuery query) {
    this.query = query;
  }

  @Override
  public void await() throws StreamingQueryException {
    query.awaitTermination();
  }

  @Override
  public void stop() {
    try {
      awaitEndOfBatch();
      query.stop();
    } catch (InterruptedException | TimeoutException stuck) {
      LOG.warn("{} does not stop: its last batch is repeated after the next start", query.name());
    }
  }

  private void awaitEndOfBatch() throws InterruptedException {
    long batch = batch();
    // whatever it has come to then, the query is stopped
    boolean unused =
        new Retry(LAST_BATCH, Backoff.every(BETWEEN_LOOKS))
            .until(
                () -> !query.isActive() || !query.status().isTriggerActive() || batch() != batch);
  }

  private long batch() {
    StreamingQueryProgress last = query.lastProgress();
    return last == null ? -1 : last.batchId();
  }

  @Override
  public WriteStats written() {
    @Nullable StreamingQueryProgress last = query.lastProgress();
    return last == null ? WriteStats.nothing() : WriteStats.of(last.sink().metrics());
  }
}
