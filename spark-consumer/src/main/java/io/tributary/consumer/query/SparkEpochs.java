package io.tributary.consumer.query;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.execution.streaming.continuous.ContinuousExecution;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Spark's own way to run epochs. */
final class SparkEpochs implements EpochExecution {
  private static final Logger LOG = LoggerFactory.getLogger(SparkEpochs.class);

  private final ContinuousExecution execution;

  SparkEpochs(ContinuousExecution execution) {
    this.execution = execution;
  }

  @Override
  public long begun() {
    return execution.currentBatchId();
  }

  @Override
  public Object committed() {
    return execution.committedOffsets();
  }

  /**
   * By the query's thread: {@code awaitTermination} with a limit returns true, and throws nothing,
   * as soon as a query that is dying has been told to end, before it is known what it dies of.
   */
  @Override
  public boolean awaitEnd(Duration limit) throws InterruptedException {
    Thread thread = execution.queryExecutionThread();
    thread.join(limit.toMillis());
    return !thread.isAlive();
  }

  @Override
  public void throwFailure() throws StreamingQueryException {
    execution.awaitTermination();
  }

  @Override
  public void fail(Throwable why) {
    execution.stopInNewThread(why);
  }

  @Override
  public void stop() {
    // which declares what its stop() throws
    StreamingQuery query = execution;
    try {
      query.stop();
    } catch (TimeoutException stuck) {
      LOG.warn(
          "{} does not stop: its last epoch is repeated after the next start", execution.name());
    }
  }
}
