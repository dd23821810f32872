package io.tributary.producer.topics;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.Topic;
import io.tributary.model.topic.RecordSizes;
import java.util.List;

/**
 * A topic as a definition wants it.
 *
 * @param maxMessageBytes the topic's {@code max.message.bytes}: its largest value with room for key
 *     and headers
 */
public record TopicPlan(String name, int partitions, int replication, int maxMessageBytes) {

  /** The topics of a pipeline: the events' and the rejected records'. */
  public static List<TopicPlan> of(Pipeline pipeline) {
    Topic topic = pipeline.topic();
    return List.of(
        new TopicPlan(
            topic.name(),
            topic.partitions(),
            topic.replication(),
            RecordSizes.largestRecord(topic, topic.name())),
        new TopicPlan(
            topic.rejected(),
            1,
            topic.replication(),
            RecordSizes.largestRecord(topic, topic.rejected())));
  }
}
