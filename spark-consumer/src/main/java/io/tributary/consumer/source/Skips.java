package io.tributary.consumer.source;

import io.tributary.model.event.RecordPosition;
import io.tributary.runtime.command.UsageException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** Records that are not to be read, because nobody can: each becomes a dead letter unread. */
public record Skips(List<Span> spans) implements Serializable {
  /** Nothing is skipped. */
  public static final Skips NONE = new Skips(List.of());

  /** Each offset is one dead letter; a batch of Kafka's has some ten thousand records at most. */
  private static final long MOST_OFFSETS = 1_000_000;

  private static final Pattern FORM = Pattern.compile("(\\S+@\\d{1,18})(?:\\.\\.(\\d{1,18}))?");

  public Skips {
    spans = List.copyOf(spans);
  }

  /**
   * Offsets of one partition.
   *
   * @param last inclusive
   */
  public record Span(String topic, int partition, long first, long last) implements Serializable {
    public TopicPartition topicPartition() {
      return new TopicPartition(topic, partition);
    }

    /** As the command line has it. */
    @Override
    public String toString() {
      String position = new RecordPosition(topic, partition, first).toString();
      return first == last ? position : position + ".." + last;
    }
  }

  /**
   * Reads {@code topic-partition@offset} and {@code topic-partition@first..last}, with commas
   * between.
   *
   * @throws UsageException when it is neither
   */
  public static Skips parse(String text) throws UsageException {
    List<Span> spans = new ArrayList<>();
    for (String word : text.isBlank() ? new String[0] : text.split(",", -1)) {
      spans.add(span(word.strip()));
    }
    return new Skips(spans);
  }

  private static Span span(String word) throws UsageException {
    Matcher form = FORM.matcher(word);
    Optional<RecordPosition> first =
        form.matches() ? RecordPosition.parse(form.group(1)) : Optional.empty();
    if (first.isEmpty()) {
      throw new UsageException(
          "--skip '%s' is neither a record like users_created-0@17 nor records like users_created-0@17..42"
              .formatted(word));
    }
    RecordPosition position = first.get();
    long last = form.group(2) == null ? position.offset() : Long.parseLong(form.group(2));
    if (last < position.offset() || last - position.offset() >= MOST_OFFSETS) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "--skip '%s' has to name 1 to %,d offsets, the first one first",
              word,
              MOST_OFFSETS));
    }
    return new Span(position.topic(), position.partition(), position.offset(), last);
  }

  /** The same and others. */
  public Skips and(Skips others) {
    List<Span> all = new ArrayList<>(spans);
    all.addAll(others.spans);
    return new Skips(all);
  }

  /** Those of this partition that are not yet behind an offset. */
  Skips of(TopicPartition partition, long from) {
    return new Skips(
        spans.stream()
            .filter(span -> span.topicPartition().equals(partition) && span.last() >= from)
            .toList());
  }

  boolean isEmpty() {
    return spans.isEmpty();
  }

  /** Whether the record at an offset of the partition that they are all of is skipped. */
  boolean has(long offset) {
    for (Span span : spans) {
      if (span.first() <= offset && offset <= span.last()) {
        return true;
      }
    }
    return false;
  }

  /** Whether any of the offsets from {@code from} to before {@code end} is skipped. */
  boolean touch(long from, long end) {
    return spans.stream().anyMatch(span -> span.first() < end && from <= span.last());
  }

  /** As the command line has it. */
  @Override
  public String toString() {
    return spans.stream().map(Span::toString).collect(Collectors.joining(","));
  }
}
