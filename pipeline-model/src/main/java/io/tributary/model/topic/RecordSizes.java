package io.tributary.model.topic;

import io.tributary.model.definition.Topic;

/** How large the records of a pipeline's topics can be, in bytes. */
public final class RecordSizes {
  /** Room for a record's key (64 KiB at most, as Cassandra's) and headers beside its value. */
  private static final int ROOM_BESIDE_VALUE = 128 << 10;

  /** A rejected record is the whole source record, which no definition limits. */
  private static final int REJECTED_VALUE_BYTES = 8 << 20;

  private RecordSizes() {}

  /** What one of a pipeline's topics has to take: its {@code max.message.bytes}, or more. */
  public static int largestRecord(Topic topic, String name) {
    int value =
        name.equals(topic.rejected()) ? largestRejectedValue(topic) : topic.maxRecordBytes();
    return value + ROOM_BESIDE_VALUE;
  }

  /** The greatest size of a value in the rejected topic. */
  public static int largestRejectedValue(Topic topic) {
    return Math.max(REJECTED_VALUE_BYTES, topic.maxRecordBytes());
  }
}
