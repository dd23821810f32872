package io.tributary.drills.truth;

import java.util.Locale;

/**
 * Records with consecutive offsets that Kafka acknowledged, and that have one time and one outcome:
 * millions of them take no memory, since each can be made again.
 *
 * @param first offset of the first one
 * @param count how many they are
 * @param time their CreateTime, milliseconds since the epoch
 * @param content what they hold
 */
public record PublishedRange(
    String topic,
    int partition,
    long first,
    int count,
    long time,
    Content content,
    Outcome.Letter outcome) {

  /** Makes the same record whenever it is asked for. */
  public interface Content {
    /**
     * @param number of the record in its partition's range, from 0
     */
    byte[] key(int partition, int number);

    /**
     * @param number of the record in its partition's range, from 0
     */
    byte[] value(int partition, int number);
  }

  /** Whether the record of this position is one of them. */
  public boolean contains(RecordPosition position) {
    return position.partition() == partition
        && position.offset() >= first
        && position.offset() < first + count
        && position.topic().equals(topic);
  }

  /**
   * One of them.
   *
   * @param number from 0
   */
  public Published record(int number) {
    return new Published(
        new RecordPosition(topic, partition, first + number),
        time,
        content.key(partition, number),
        content.value(partition, number),
        outcome);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s-%d@%d..%d", topic, partition, first, first + count - 1);
  }
}
