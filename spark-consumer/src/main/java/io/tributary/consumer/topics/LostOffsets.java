package io.tributary.consumer.topics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * Records that were to be read next and that Kafka does not have any more.
 *
 * @param ranges one sentence part for each partition that lost some, in order
 */
public record LostOffsets(List<String> ranges) {

  public LostOffsets {
    ranges = List.copyOf(ranges);
  }

  /**
   * Compares what is to be read with what is there.
   *
   * @param positions the offset to be read next, by partition; one that is not among the others has
   *     been added since, and is to be read from its first record
   * @param retained what Kafka has, by partition
   */
  public static LostOffsets between(
      Map<TopicPartition, Long> positions, Map<TopicPartition, Retained> retained) {
    Map<TopicPartition, Long> ordered =
        new TreeMap<>(
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
    if (!positions.isEmpty()) {
      retained.keySet().forEach(partition -> ordered.put(partition, 0L));
    }
    ordered.putAll(positions);
    List<String> ranges = new ArrayList<>();
    ordered.forEach(
        (partition, position) -> {
          Retained there = retained.get(partition);
          if (there == null) {
            ranges.add(
                String.format(
                    Locale.ROOT, "%s from offset %d on (the topic is gone)", partition, position));
          } else if (position < there.first()) {
            ranges.add(
                String.format(
                    Locale.ROOT,
                    "%s offsets %d to %d (%d records)",
                    partition,
                    position,
                    there.first() - 1,
                    there.first() - position));
          } else if (position > there.next()) {
            ranges.add(
                String.format(
                    Locale.ROOT,
                    "%s, read up to offset %d, ends at %d (the topic was deleted and created again)",
                    partition,
                    position,
                    there.next()));
          }
        });
    return new LostOffsets(ranges);
  }

  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  /** The ranges as part of a sentence. */
  @Override
  public String toString() {
    return ranges.stream().collect(Collectors.joining("; "));
  }
}
