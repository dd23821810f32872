package io.tributary.consumer.sink;

import java.util.UUID;
import org.apache.spark.scheduler.SparkListenerEvent;

/**
 * An epoch of a query without batches is done. Spark reports the progress of such queries to
 * nobody.
 *
 * @param run changes with each start of the query
 * @param written by all epochs of the run so far
 */
public record EpochCommitted(String pipeline, UUID run, WriteStats written)
    implements SparkListenerEvent {
  /** Nothing for Spark's own event log. */
  @Override
  public boolean logEvent() {
    return false;
  }
}
