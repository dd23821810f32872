package io.tributary.consumer.source;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Tells an open transaction from a topic that is another one. Committed records may end before what
 * a query has read: a version that read records of open transactions has written its checkpoint, or
 * somebody has named such an offset to begin with. Spark would take that for loss.
 */
final class LogEndCheck {
  private final Function<Collection<TopicPartition>, Map<TopicPartition, Long>> asked;

  /**
   * @param asked where partitions end, records of open transactions among them
   */
  LogEndCheck(Function<Collection<TopicPartition>, Map<TopicPartition, Long>> asked) {
    this.asked = asked;
  }

  /**
   * @param settings of Kafka's clients
   */
  static LogEndCheck with(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    return new LogEndCheck(
        partitions -> {
          try (KafkaConsumer<byte[], byte[]> kafka =
              new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return kafka.endOffsets(partitions);
          }
        });
  }

  /**
   * The offsets, of those that are to be read next, that are held back by an open transaction.
   *
   * @param next to be read, by partition
   * @param committed where committed records end, by partition
   */
  Map<TopicPartition, Long> held(
      Map<TopicPartition, Long> next, Map<TopicPartition, Long> committed) {
    Map<TopicPartition, Long> behind = new HashMap<>(next);
    behind
        .entrySet()
        .removeIf(
            position ->
                committed.getOrDefault(position.getKey(), Long.MAX_VALUE) >= position.getValue());
    if (!behind.isEmpty()) {
      Map<TopicPartition, Long> ends = asked.apply(behind.keySet());
      behind
          .entrySet()
          .removeIf(position -> ends.getOrDefault(position.getKey(), 0L) < position.getValue());
    }
    return behind;
  }
}
