package io.tributary.model.event;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a record is in Kafka. A dead letter is named so too, and with its day that is its key.
 * Ordered by topic, partition and offset.
 */
public record RecordPosition(String topic, int partition, long offset)
    implements Comparable<RecordPosition>, Serializable {
  private static final int LONGEST = 300;
  private static final Pattern FORM =
      Pattern.compile("([a-zA-Z0-9._-]{1,249})-(\\d{1,9})@(\\d{1,18})");
  private static final Comparator<RecordPosition> ORDER =
      Comparator.comparing(RecordPosition::topic)
          .thenComparingInt(RecordPosition::partition)
          .thenComparingLong(RecordPosition::offset);

  /** Reads {@code users_created-0@17}; nothing when it is not written so. */
  public static Optional<RecordPosition> parse(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(
            new RecordPosition(
                form.group(1), Integer.parseInt(form.group(2)), Long.parseLong(form.group(3))))
        : Optional.empty();
  }

  /**
   * The letter that a record replays, by its header {@link EventHeaders#DEAD_LETTER}.
   *
   * @param header its value; none when the record has no such header
   */
  public static Optional<RecordPosition> ofHeader(byte @Nullable [] header) {
    return header == null || header.length > LONGEST
        ? Optional.empty()
        : parse(new String(header, StandardCharsets.UTF_8));
  }

  @Override
  public int compareTo(RecordPosition other) {
    return ORDER.compare(this, other);
  }

  /** {@code users_created-0@17}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s-%d@%d", topic, partition, offset);
  }
}
