package io.tributary.producer.topics;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.Topic;
import java.util.List;

/**
 * A topic as a definition wants it.
 *
 * @param maxMessageBytes the topic's {@code max.message.bytes}: its largest value with room for key
 *     and headers
 */
public record TopicPlan(String name, int partitions, int replication, int maxMessageBytes) {

  /** Room for a record's key (64 KiB at most, as Cassandra's) and headers beside its value. */
  public static final int ROOM_BESIDE_VALUE = 128 << 10;

  /** A rejected record is the whole source record, which no definition limits. */
  private static final int REJECTED_VALUE_BYTES = 8 << 20;

  /** The topics of a pipeline: the events' and the rejected records'. */
  public static List<TopicPlan> of(Pipeline pipeline) {
    Topic topic = pipeline.topic();
    return List.of(
        new TopicPlan(
            topic.name(),
            topic.partitions(),
            topic.replication(),
            topic.maxRecordBytes() + ROOM_BESIDE_VALUE),
        new TopicPlan(
            topic.rejected(),
            1,
            topic.replication(),
            largestRejectedValue(topic) + ROOM_BESIDE_VALUE));
  }

  /** The greatest size of a value in the rejected topic, in bytes. */
  public static int largestRejectedValue(Topic topic) {
    return Math.max(REJECTED_VALUE_BYTES, topic.maxRecordBytes());
  }
}
