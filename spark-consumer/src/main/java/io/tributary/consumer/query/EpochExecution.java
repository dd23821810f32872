package io.tributary.consumer.query;

import java.time.Duration;

/** What runs the epochs of one query. */
interface EpochExecution {
  /** The epoch that has begun last. */
  long begun();

  /** Stands for what is committed: another object after each commit. */
  Object committed();

  /** Waits so long at most; true when the query has ended, and why is known. */
  boolean awaitEnd(Duration limit) throws InterruptedException;

  /** Throws what the query that has ended died of, if it died. */
  void throwFailure() throws Exception;

  /** Makes the query die of something, in the background. */
  void fail(Throwable why);

  /** Ends the query. */
  void stop();
}
