package io.tributary.consumer.source;

import org.apache.kafka.common.errors.SerializationException;

/**
 * Bounds what one poll makes of the batches that it has: Kafka bounds them compressed, and 1 MiB of
 * them can hold 1 GiB. A poll ends before the record for which nothing is left, and the next one
 * begins with it, since Kafka's consumer keeps a record that cannot be deserialized. For one
 * thread, which polls.
 */
final class PollBudget {
  /** Tasks share a heap of 512 MiB by default, and Spark keeps the last poll of each partition. */
  static final long BYTES = 8L << 20;

  // Kafka's consumers make the deserializers, and Spark's pool the consumers: neither can be told
  private static final ThreadLocal<PollBudget> OF_THREAD = ThreadLocal.withInitial(PollBudget::new);

  private long used;
  private long keyOfRecord;

  private PollBudget() {}

  static PollBudget ofThread() {
    return OF_THREAD.get();
  }

  /** For the next poll. */
  void refill() {
    used = 0;
    keyOfRecord = 0;
  }

  /**
   * Takes what a key needs.
   *
   * @throws PollIsFull when the records before it have taken everything
   */
  void takeKey(long bytes) {
    used += keyOfRecord; // of a record without a value
    keyOfRecord = 0;
    check();
    keyOfRecord = bytes;
  }

  /**
   * Takes what a value needs.
   *
   * @throws PollIsFull when the records before it have taken everything
   */
  void takeValue(long bytes) {
    check();
    used += keyOfRecord + bytes;
    keyOfRecord = 0;
  }

  private void check() {
    if (used >= BYTES) {
      throw new PollIsFull();
    }
  }

  /** Ends a poll that has a record already. */
  static final class PollIsFull extends SerializationException {
    private static final long serialVersionUID = 1;

    private PollIsFull() {
      super("the next record belongs to the next poll");
    }
  }
}
