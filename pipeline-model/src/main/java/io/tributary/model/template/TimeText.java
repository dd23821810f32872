package io.tributary.model.template;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * How a variable writes a time, always in UTC.
 *
 * @param word the format's name in a definition, or a pattern of {@link DateTimeFormatter}
 */
public record TimeText(String word) {
  /** {@code 2026-01-31T12:00:00Z}, and for days {@code 2026-01-31}. */
  public static final TimeText ISO = new TimeText("iso");

  private static final String SECONDS = "epoch-seconds";
  private static final String MILLISECONDS = "epoch-milliseconds";
  private static final String MICROSECONDS = "epoch-microseconds";

  /** None when {@code word} is no format. */
  public static Optional<TimeText> named(String word) {
    TimeText format = new TimeText(word);
    if (word.equals(ISO.word) || format.isNumber()) {
      return Optional.of(format);
    }
    if (word.startsWith("epoch")) {
      return Optional.empty();
    }
    try {
      return formatter(word).format(Instant.EPOCH).isBlank()
          ? Optional.empty()
          : Optional.of(format);
    } catch (IllegalArgumentException | DateTimeException noPattern) {
      return Optional.empty();
    }
  }

  /** Whether times are written as numbers since 1970. */
  public boolean isNumber() {
    return word.equals(SECONDS) || word.equals(MILLISECONDS) || word.equals(MICROSECONDS);
  }

  /** The time's text. */
  public String write(Instant time) {
    return switch (word) {
      case "iso" -> DateTimeFormatter.ISO_INSTANT.format(time);
      case SECONDS -> Long.toString(time.getEpochSecond());
      case MILLISECONDS -> Long.toString(time.toEpochMilli());
      case MICROSECONDS ->
          Long.toString(
              Math.addExact(
                  Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000));
      default -> formatter(word).format(time);
    };
  }

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
  }
}
