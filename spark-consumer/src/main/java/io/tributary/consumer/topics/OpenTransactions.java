package io.tributary.consumer.topics;

import io.tributary.model.topic.TopicReading;
import io.tributary.runtime.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Watches for transactions that stay open: Kafka gives out nothing behind the first record of one,
 * committed records included, until its writer ends it or Kafka does. For one thread.
 */
public final class OpenTransactions {
  /** Kafka ends one whose writer is gone after its transaction.timeout.ms, a minute by default. */
  static final Duration LONG = Duration.ofSeconds(90);

  static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(10);

  private final String bootstrapServers;
  private final Ticker ticker;
  private final Map<TopicPartition, Held> held = new HashMap<>();

  /**
   * @param offset of the transaction's first record
   * @param since when it was first seen
   * @param told when it was last told of, or when it will have been
   */
  private record Held(long offset, long since, long told) {}

  /**
   * What one look found.
   *
   * @param warnings sentences to tell now
   * @param open a clause about all that has been open for long, if anything has
   */
  public record Look(List<String> warnings, Optional<String> open) {}

  public OpenTransactions(String bootstrapServers, Ticker ticker) {
    this.bootstrapServers = bootstrapServers;
    this.ticker = ticker;
  }

  /**
   * @param topics what Kafka has now of the partitions that are watched
   */
  public Look look(Map<TopicPartition, Retained> topics) {
    long now = ticker.nanos();
    List<String> warnings = new ArrayList<>();
    List<String> open = new ArrayList<>();
    ordered(topics)
        .forEach(
            (partition, has) -> {
              if (has.stable() >= has.next()) {
                held.remove(partition);
                return;
              }
              Held before = held.get(partition);
              if (before == null || before.offset() != has.stable()) {
                held.put(
                    partition,
                    new Held(has.stable(), now, now - BETWEEN_WARNINGS.plusNanos(1).toNanos()));
              } else if (now - before.since() >= LONG.toNanos()) {
                open.add(clause(partition, has, now - before.since()));
                if (now - before.told() > BETWEEN_WARNINGS.toNanos()) {
                  warnings.add(sentence(partition, has, now - before.since()));
                  held.put(partition, new Held(before.offset(), before.since(), now));
                }
              }
            });
    return new Look(
        warnings, open.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", open)));
  }

  /** A sentence for each partition that a run which ends by itself does not read to its end. */
  public static List<String> notRead(
      Map<TopicPartition, Retained> topics, String bootstrapServers) {
    List<String> sentences = new ArrayList<>();
    ordered(topics)
        .forEach(
            (partition, has) -> {
              if (has.stable() < has.next()) {
                sentences.add(
                    String.format(
                        Locale.ROOT,
                        "%s from offset %d on (%d offsets) is not read by this run: a transaction is open; run again after its writer has ended it, or end it with %s",
                        partition,
                        has.stable(),
                        has.next() - has.stable(),
                        TopicReading.abort(
                            bootstrapServers,
                            partition.topic(),
                            partition.partition(),
                            has.stable())));
              }
            });
    return sentences;
  }

  private static Map<TopicPartition, Retained> ordered(Map<TopicPartition, Retained> topics) {
    Map<TopicPartition, Retained> ordered =
        new TreeMap<>(
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
    ordered.putAll(topics);
    return ordered;
  }

  private static String clause(TopicPartition partition, Retained has, long nanos) {
    return String.format(
        Locale.ROOT,
        "a transaction, open for %d s, holds back %s from offset %d on (%d offsets)",
        Duration.ofNanos(nanos).toSeconds(),
        partition,
        has.stable(),
        has.next() - has.stable());
  }

  private String sentence(TopicPartition partition, Retained has, long nanos) {
    return "%s; they are read after its writer, or Kafka after transaction.timeout.ms, has ended it. To end it now: %s"
        .formatted(
            clause(partition, has, nanos),
            TopicReading.abort(
                bootstrapServers, partition.topic(), partition.partition(), has.stable()));
  }
}
