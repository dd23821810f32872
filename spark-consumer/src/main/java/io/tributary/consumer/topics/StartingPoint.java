package io.tributary.consumer.topics;

import io.tributary.model.event.RecordPosition;
import io.tributary.runtime.command.UsageException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** Where in its topics a query without a checkpoint begins. */
public sealed interface StartingPoint {
  /** With the oldest record that Kafka still has. */
  StartingPoint EARLIEST = new End("the earliest offsets", Retained::first);

  /**
   * With the first record that comes after the start, or that is committed after it: where a
   * transaction is open, with that.
   */
  StartingPoint LATEST = new End("the latest offsets", Retained::stable);

  /** Whether it says anything about one of these partitions. */
  boolean names(Map<TopicPartition, Retained> partitions);

  /**
   * To be asked where it is really begun with: offsets of long ago do no harm beside a checkpoint.
   *
   * @throws UsageException when Kafka has nothing to begin with in one of these partitions
   */
  void check(Map<TopicPartition, Retained> partitions) throws UsageException;

  /** The offset to begin with in each of these partitions. */
  Map<TopicPartition, Long> in(Map<TopicPartition, Retained> partitions);

  /**
   * Reads {@code earliest}, {@code latest}, or {@code topic-partition@offset} with commas between.
   *
   * @throws UsageException when it is nothing of that
   */
  static StartingPoint parse(String text) throws UsageException {
    return switch (text) {
      case "earliest" -> EARLIEST;
      case "latest" -> LATEST;
      default -> Offsets.parse(text);
    };
  }

  /**
   * One end of what Kafka has.
   *
   * @param words for messages
   * @param offset which of the two
   */
  record End(String words, ToLongFunction<Retained> offset) implements StartingPoint {
    @Override
    public boolean names(Map<TopicPartition, Retained> partitions) {
      return true;
    }

    @Override
    public Map<TopicPartition, Long> in(Map<TopicPartition, Retained> partitions) {
      return partitions.entrySet().stream()
          .collect(
              Collectors.toMap(Map.Entry::getKey, entry -> offset.applyAsLong(entry.getValue())));
    }

    @Override
    public void check(Map<TopicPartition, Retained> partitions) {
      // there is an end of everything
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /** With these offsets; where a partition is not named, with the oldest record. */
  record Offsets(Map<TopicPartition, Long> offsets) implements StartingPoint {
    public Offsets {
      offsets = Map.copyOf(offsets);
    }

    private static Offsets parse(String text) throws UsageException {
      Map<TopicPartition, Long> offsets = new HashMap<>();
      for (String position : text.split(",", -1)) {
        RecordPosition beginning =
            RecordPosition.parse(position.strip())
                .orElseThrow(
                    () ->
                        new UsageException(
                            "--from is '%s', expected earliest, latest, or offsets like users_created-0@1200,users_created-1@800"
                                .formatted(text)));
        TopicPartition partition = new TopicPartition(beginning.topic(), beginning.partition());
        if (offsets.put(partition, beginning.offset()) != null) {
          throw new UsageException("--from names %s twice".formatted(partition));
        }
      }
      return new Offsets(offsets);
    }

    @Override
    public boolean names(Map<TopicPartition, Retained> partitions) {
      return offsets.keySet().stream().anyMatch(partitions::containsKey);
    }

    @Override
    public Map<TopicPartition, Long> in(Map<TopicPartition, Retained> partitions) {
      Map<TopicPartition, Long> beginning = new HashMap<>(EARLIEST.in(partitions));
      beginning.replaceAll((partition, first) -> offsets.getOrDefault(partition, first));
      return beginning;
    }

    /** What it says of all topics but these. */
    public Offsets without(Collection<String> topics) {
      Map<TopicPartition, Long> others = new HashMap<>(offsets);
      others.keySet().removeIf(partition -> topics.contains(partition.topic()));
      return new Offsets(others);
    }

    /**
     * @param all partitions that may be named
     * @throws UsageException when Kafka has no such partition
     */
    public void checkPartitions(Map<TopicPartition, Retained> all) throws UsageException {
      for (TopicPartition partition : offsets.keySet()) {
        if (!all.containsKey(partition)) {
          throw new UsageException(
              "--from names %s, which is not a partition of the pipeline's topics: %s"
                  .formatted(partition, sorted(all)));
        }
      }
    }

    @Override
    public void check(Map<TopicPartition, Retained> partitions) throws UsageException {
      for (Map.Entry<TopicPartition, Long> entry : offsets.entrySet()) {
        Retained there = partitions.get(entry.getKey());
        if (there == null) {
          continue;
        }
        if (entry.getValue() < there.first() || entry.getValue() > there.next()) {
          throw new UsageException(
              String.format(
                  Locale.ROOT,
                  "--from names %s@%d, where Kafka has the offsets from %d on, and %d is the next one",
                  entry.getKey(),
                  entry.getValue(),
                  there.first(),
                  there.next()));
        }
      }
    }

    private static String sorted(Map<TopicPartition, Retained> all) {
      return all.keySet().stream()
          .map(TopicPartition::toString)
          .sorted()
          .collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
      return offsets.entrySet().stream()
          .map(entry -> entry.getKey() + "@" + entry.getValue())
          .sorted()
          .collect(Collectors.joining(","));
    }
  }
}
