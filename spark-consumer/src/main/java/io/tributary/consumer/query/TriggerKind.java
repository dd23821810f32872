package io.tributary.consumer.query;

/** How records come from the topics. */
public enum TriggerKind {
  /** In batches, one after the other: a task slot is held only while there is something to do. */
  MICRO_BATCH,
  /** One by one, as they come: each partition holds a task slot all the time. */
  CONTINUOUS
}
