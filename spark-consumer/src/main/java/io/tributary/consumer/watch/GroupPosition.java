package io.tributary.consumer.watch;

import io.tributary.model.topic.ConsumerGroup;
import io.tributary.runtime.time.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * Shows a pipeline's position to Kafka's own tools and to the verifier, as the offsets of a
 * consumer group. The checkpoint alone decides where the query continues, so a failure here is only
 * told. For one thread at a time.
 */
public final class GroupPosition {
  /** Kafka forgets the offsets of a group without members, after a week by default. */
  static final Duration AT_LEAST_EVERY = Duration.ofHours(1);

  private final String group;
  private final Offsets kafka;
  private final Ticker ticker;
  private Map<TopicPartition, Long> reported = Map.of();
  private long reportedAt;
  private boolean failing;

  /** Where the offsets of consumer groups are. */
  @FunctionalInterface
  public interface Offsets {
    void set(String group, Map<TopicPartition, Long> offsets) throws Exception;
  }

  GroupPosition(String pipeline, Offsets kafka, Ticker ticker) {
    this.group = ConsumerGroup.of(pipeline);
    this.kafka = kafka;
    this.ticker = ticker;
  }

  /**
   * Reports the positions if they are news.
   *
   * @return what to tell people about the first failure of a series
   */
  Optional<String> report(Map<TopicPartition, Long> positions) throws InterruptedException {
    boolean isNews =
        !positions.equals(reported) || ticker.since(reportedAt).compareTo(AT_LEAST_EVERY) >= 0;
    if (positions.isEmpty() || !isNews) {
      return Optional.empty();
    }
    try {
      kafka.set(group, positions);
      reported = Map.copyOf(positions);
      reportedAt = ticker.nanos();
      failing = false;
      return Optional.empty();
    } catch (InterruptedException closed) {
      throw closed;
    } catch (Exception refused) {
      boolean first = !failing;
      failing = true;
      return first
          ? Optional.of(
              "the position cannot be shown as consumer group %s (%s); only the lag in Kafka's tools and verify, for records that delete rows, need it"
                  .formatted(group, refused.getMessage()))
          : Optional.empty();
    }
  }
}
