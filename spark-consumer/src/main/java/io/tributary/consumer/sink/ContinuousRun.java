package io.tributary.consumer.sink;

import java.util.UUID;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.streaming.StreamingQueryWrapper;
import org.apache.spark.sql.execution.streaming.continuous.ContinuousExecution;
import org.apache.spark.sql.streaming.StreamingQuery;

/**
 * One run of a query without batches, as its sink sees it: tells what is done, and ends the query
 * when an epoch must not be committed, because Spark itself only logs what {@code commit} throws
 * and goes on without committing anything ever again.
 */
final class ContinuousRun {
  /** The one that queries are started from: Spark gives each query a session of its own. */
  private final SparkSession session = SparkSession.getDefaultSession().get();

  private final String pipeline;
  private final UUID run = UUID.randomUUID();

  ContinuousRun(String pipeline) {
    this.pipeline = pipeline;
  }

  void done(WriteStats written) {
    session.sparkContext().listenerBus().post(new EpochCommitted(pipeline, run, written));
  }

  /** Ends the query in the background. */
  void fail(Throwable why) {
    for (StreamingQuery query : session.streams().active()) {
      if (pipeline.equals(query.name())
          && query instanceof StreamingQueryWrapper wrapper
          && wrapper.streamingQuery() instanceof ContinuousExecution continuous) {
        continuous.stopInNewThread(why);
      }
    }
  }
}
