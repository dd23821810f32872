package io.tributary.consumer.source;

import io.tributary.runtime.command.UsageException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Where records are read by the {@link CarefulReader}. It is slower than Kafka's consumer, and
 * reads what that one can not.
 *
 * @param until of each partition the records before this offset: a consumer may have died of one of
 *     them
 */
record CarefulReading(Skips skips, Map<TopicPartition, Long> until) implements Serializable {
  private static final String SKIPS = "tributary.skip";
  private static final String UNTIL = "tributary.careful-until";

  CarefulReading {
    until = new HashMap<>(until); // one that Java serializes
  }

  /** The options of a source that tell it so. */
  Map<String, String> toOptions() {
    StringBuilder places = new StringBuilder();
    until.forEach((partition, offset) -> places.append(partition + "@" + offset + ","));
    return Map.of(SKIPS, skips.toString(), UNTIL, places.toString());
  }

  /** What these options tell. */
  static CarefulReading of(Map<String, String> options) {
    try {
      Map<TopicPartition, Long> until = new HashMap<>();
      for (Skips.Span position : Skips.parse(trimmed(options.getOrDefault(UNTIL, ""))).spans()) {
        until.put(position.topicPartition(), position.first());
      }
      return new CarefulReading(Skips.parse(options.getOrDefault(SKIPS, "")), until);
    } catch (UsageException impossible) {
      throw new IllegalArgumentException(impossible.getMessage(), impossible);
    }
  }

  private static String trimmed(String places) {
    return places.endsWith(",") ? places.substring(0, places.length() - 1) : places;
  }

  /**
   * What remains after a query has finished a batch: the consumer that died, died of that batch.
   */
  CarefulReading behindTheFirstBatch() {
    return new CarefulReading(skips, Map.of());
  }

  /**
   * The offset behind all of a partition's that care has to be taken with.
   *
   * @param from where it is read from
   * @param logEnd where it ends now: nobody has died of what comes
   */
  long end(TopicPartition partition, long from, long logEnd) {
    return skips.of(partition, from).spans().stream()
        .mapToLong(span -> span.last() + 1)
        .reduce(Math.min(logEnd, until.getOrDefault(partition, 0L)), Math::max);
  }

  /** Whether care has to be taken with a range of a partition's offsets. */
  boolean isNeeded(TopicPartition partition, long from, long end) {
    return from < until.getOrDefault(partition, 0L) || skips.of(partition, from).touch(from, end);
  }
}
