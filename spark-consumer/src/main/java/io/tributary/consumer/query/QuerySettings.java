package io.tributary.consumer.query;

import java.time.Duration;
import org.apache.spark.sql.streaming.Trigger;

/**
 * How the queries of all pipelines run.
 *
 * @param triggerInterval least time between the starts of two batches
 * @param epochInterval time between two commits of a query without batches
 * @param maxRecordsPerBatch most records that a batch takes
 * @param maxFailures how often in a row a query may die without having finished a batch
 * @param master Spark's, unless spark-submit names one
 */
public record QuerySettings(
    TriggerKind kind,
    Duration triggerInterval,
    Duration epochInterval,
    int maxRecordsPerBatch,
    int maxFailures,
    String master) {

  /** Spark's trigger of a query that runs until it is stopped. */
  public Trigger trigger() {
    return kind == TriggerKind.CONTINUOUS
        ? Trigger.Continuous(epochInterval.toMillis())
        : Trigger.ProcessingTime(triggerInterval.toMillis());
  }
}
