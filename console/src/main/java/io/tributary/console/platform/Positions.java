package io.tributary.console.platform;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.topic.ConsumerGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Where the consumer is in each partition of a pipeline's topics, as Kafka has it. */
public final class Positions {
  private static final Duration ANSWER = Duration.ofSeconds(4);

  private final KafkaAccess kafka;
  private final Inquiries inquiries;

  public Positions(KafkaAccess kafka, Inquiries inquiries) {
    this.kafka = kafka;
    this.inquiries = inquiries;
  }

  /** All partitions, by topic and number. */
  public Answer<List<PartitionPosition>> of(Pipeline pipeline) {
    return inquiries.ask("Kafka", ANSWER, () -> asked(pipeline));
  }

  /**
   * The same, asked by the present thread.
   *
   * @throws io.tributary.runtime.command.CommandFailedException when Kafka does not answer
   */
  public List<PartitionPosition> asked(Pipeline pipeline) throws Exception {
    List<String> topics = pipeline.topic().names();
    // in this order, so that a record that comes meanwhile makes no lag below 0
    Map<TopicPartition, Long> done = kafka.groupOffsets(ConsumerGroup.of(pipeline.name()));
    Map<TopicPartition, Long> first = kafka.beginnings(topics);
    List<PartitionPosition> positions = new ArrayList<>();
    kafka
        .ends(topics)
        .forEach(
            (partition, end) -> {
              @Nullable Long next = done.get(partition);
              positions.add(
                  new PartitionPosition(
                      partition.topic(),
                      partition.partition(),
                      first.getOrDefault(partition, 0L),
                      end,
                      next == null ? OptionalLong.empty() : OptionalLong.of(next)));
            });
    positions.sort(
        Comparator.comparing(PartitionPosition::topic)
            .thenComparingInt(PartitionPosition::partition));
    return positions;
  }

  /**
   * Records of all partitions that are not processed, asked by the present thread.
   *
   * @throws io.tributary.runtime.command.CommandFailedException when Kafka does not answer
   */
  public long lag(Pipeline pipeline) throws Exception {
    return asked(pipeline).stream().mapToLong(PartitionPosition::lag).sum();
  }
}
