package io.tributary.model.deadletter;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the record of a dead letter is in Kafka: the letter's name, and with its day its key. */
public record LetterPlace(String topic, int partition, long offset) {
  private static final int LONGEST = 300;
  private static final Pattern FORM =
      Pattern.compile("([a-zA-Z0-9._-]{1,249})-(\\d{1,9})@(\\d{1,18})");

  /** Reads {@code users_created-0@17}; nothing when it is not written so. */
  public static Optional<LetterPlace> parse(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(
            new LetterPlace(
                form.group(1), Integer.parseInt(form.group(2)), Long.parseLong(form.group(3))))
        : Optional.empty();
  }

  /**
   * The letter that a record replays, by its header {@link
   * io.tributary.model.event.EventHeaders#DEAD_LETTER}.
   *
   * @param header its value; none when the record has no such header
   */
  public static Optional<LetterPlace> ofHeader(byte @Nullable [] header) {
    return header == null || header.length > LONGEST
        ? Optional.empty()
        : parse(new String(header, StandardCharsets.UTF_8));
  }

  /** {@code users_created-0@17}. */
  @Override
  public String toString() {
    return "%s-%d@%d".formatted(topic, partition, offset);
  }
}
