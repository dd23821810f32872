package io.tributary.verifier.outcome;

import io.tributary.model.event.RecordPosition;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.time.Ticker;
import io.tributary.verifier.log.GroupOffsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Up to where the consumer has processed the topic, as the offsets of its group say, which are
 * never ahead of what it has done. A row that is not there proves nothing about a record that the
 * consumer has not passed. One thread asks Kafka; others may ask this.
 */
public final class ConsumerPosition {
  private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(1);

  /** A consumer that has just started shows its first position within 5 s. */
  static final Duration GRACE = Duration.ofSeconds(10);

  private final String group;
  private final String topic;
  private final Source source;
  private final Ticker ticker;

  private volatile Map<Integer, Long> next = Map.of();

  /** Whether the group has no offsets, and there is nothing more to wait for. */
  private volatile boolean unknown;

  private volatile boolean wanted;
  private volatile boolean assumed;
  private Optional<String> refused = Optional.empty();
  private @Nullable Long firstAsked;
  private @Nullable Long lastAsked;

  /** Asks Kafka. */
  @FunctionalInterface
  public interface Source {
    GroupOffsets offsets(String group, String topic) throws CommandFailedException;
  }

  public ConsumerPosition(String group, String topic, Source source, Ticker ticker) {
    this.group = group;
    this.topic = topic;
    this.source = source;
    this.ticker = ticker;
  }

  /**
   * Whether the consumer has processed the record, as far as was found out up to now. True for all
   * records where the group has no offsets, which {@link #doubt} tells then.
   */
  boolean hasPassed(RecordPosition record) {
    if (record.offset() < next.getOrDefault(record.partition(), 0L)) {
      return true;
    }
    wanted = true;
    if (unknown) {
      assumed = true;
      return true;
    }
    return false;
  }

  /** The next look-ups will ask for records that nobody has asked for yet. */
  void want() {
    wanted = true;
  }

  /**
   * Asks Kafka, if a record has been asked for that the consumer had not passed, and at most once a
   * second.
   *
   * @param isLast ask in any case, and wait no longer for a group without offsets
   * @throws CommandFailedException when Kafka does not answer
   */
  void update(boolean isLast) throws CommandFailedException {
    if (!isLast && !(wanted && isDue())) {
      return;
    }
    wanted = false;
    long now = ticker.nanos();
    lastAsked = now;
    if (firstAsked == null) {
      firstAsked = now;
    }
    GroupOffsets found = source.offsets(group, topic);
    next = found.next();
    refused = found.refused();
    unknown =
        next.isEmpty()
            && (isLast || refused.isPresent() || ticker.since(firstAsked).compareTo(GRACE) >= 0);
  }

  private boolean isDue() {
    return lastAsked == null || ticker.since(lastAsked).compareTo(BETWEEN_QUESTIONS) >= 0;
  }

  /** Where the consumer is instead, as a clause about a record that it has not passed. */
  String behind(RecordPosition record) {
    Long offset = next.get(record.partition());
    return offset == null
        ? String.format(
            Locale.ROOT, "group %s has no offset of %s-%d", group, topic, record.partition())
        : String.format(
            Locale.ROOT, "group %s is at %s-%d@%d", group, topic, record.partition(), offset);
  }

  /** What is doubtful because the group has no offsets, as a sentence. */
  public Optional<String> doubt() {
    return assumed
        ? Optional.of(
            "nothing shows that the consumer has processed the records that count as deleted or superseded because their row is not there: "
                + refused.orElse(
                    "Kafka has no offsets of consumer group %s for topic %s; see that the consumer runs, is of this version, and may do Read on the group"
                        .formatted(group, topic)))
        : Optional.empty();
  }
}
