package io.tributary.consumer.sink;

/** A query without batches has to be started again to read all partitions. */
public final class PartitionsChangedException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  PartitionsChangedException() {
    super(
        "the topics have other partitions than when the query started; the query restarts to read all of them");
  }
}
