package io.tributary.consumer.query;

import io.tributary.consumer.sink.WriteStats;

/** A query that runs in the background. */
public interface RunningQuery {
  /** Returns when the query has ended by itself or was stopped; throws why it died, if it did. */
  void await() throws Exception;

  /** Stops the query, once the batch that is being written is done if that is soon. */
  void stop();

  /** What the query has written since it started. */
  WriteStats written();
}
