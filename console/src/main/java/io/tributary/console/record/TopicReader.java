package io.tributary.console.record;

import io.tributary.runtime.command.CommandFailedException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/** Records of topics, read a bounded number at a time. Safe for several threads. */
public interface TopicReader {

  /**
   * What a partition holds.
   *
   * @param first offset of the first record that it still has
   * @param end offset after the last one that is committed
   */
  record Held(long first, long end) {}

  /**
   * Some records of a partition, in their order.
   *
   * @param next the offset after what was read, of records and of gaps
   */
  record Batch(List<TopicRecord> records, long next) {
    public Batch {
      records = List.copyOf(records);
    }
  }

  /**
   * What the partitions of topics hold; those of a topic that is not there are left out.
   *
   * @throws CommandFailedException when Kafka does not answer
   */
  Map<TopicPartition, Held> held(Collection<String> topics)
      throws CommandFailedException, InterruptedException;

  /**
   * The offset of the first record that has this CreateTime or a later one, if there is one.
   *
   * @param time in milliseconds since the epoch
   * @throws CommandFailedException when Kafka does not answer
   */
  OptionalLong at(TopicPartition partition, long time)
      throws CommandFailedException, InterruptedException;

  /**
   * The first records from an offset on, at most {@code most}; none behind the end. Offsets may
   * have gaps.
   *
   * @throws CommandFailedException when Kafka does not answer
   */
  Batch read(TopicPartition partition, long from, int most)
      throws CommandFailedException, InterruptedException;

  /**
   * The offset after the last record that a group has processed, if the group has one.
   *
   * @throws CommandFailedException when Kafka does not answer
   */
  OptionalLong processed(String group, TopicPartition partition)
      throws CommandFailedException, InterruptedException;
}
