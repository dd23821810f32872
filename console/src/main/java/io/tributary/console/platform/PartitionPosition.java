package io.tributary.console.platform;

import java.util.OptionalLong;

/**
 * A partition and how far the consumer is in it.
 *
 * @param first offset of the first record that Kafka still has
 * @param end offset after the last record
 * @param next offset that the consumer processes next, by its group; none before its first batch
 */
public record PartitionPosition(
    String topic, int partition, long first, long end, OptionalLong next) {

  /** Records that Kafka has. */
  public long held() {
    return end - first;
  }

  /** Records that are not processed. */
  public long lag() {
    return Math.max(0, end - Math.max(first, next.orElse(first)));
  }
}
