package io.tributary.model.definition;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;

/**
 * How a source writes times.
 *
 * @param unit of numbers since 1970-01-01T00:00Z
 * @param epoch whether texts are such numbers too, instead of {@code pattern} or ISO 8601
 * @param pattern of texts, as {@link DateTimeFormatter} has them; ISO 8601 where there is none
 * @param zone of times that name none; such times are refused for a timestamp where there is none.
 *     A date is the day in this zone, or in UTC
 */
public record TimeFormat(
    EpochUnit unit, boolean epoch, Optional<String> pattern, Optional<ZoneId> zone) {

  /** ISO 8601 with a zone, or milliseconds as a number. */
  public static final TimeFormat ISO =
      new TimeFormat(EpochUnit.MILLISECONDS, false, Optional.empty(), Optional.empty());

  /** The units of time that numbers may have. */
  public enum EpochUnit {
    SECONDS("epoch-seconds", 1_000_000),
    MILLISECONDS("epoch-milliseconds", 1_000),
    MICROSECONDS("epoch-microseconds", 1);

    private final String word;
    private final long micros;

    EpochUnit(String word, long micros) {
      this.word = word;
      this.micros = micros;
    }

    /** The word in a definition. */
    public String word() {
      return word;
    }

    /** Microseconds in one unit. */
    public long micros() {
      return micros;
    }
  }

  /**
   * The parser of a pattern: English names, letters of either case, no day that does not exist.
   *
   * @throws IllegalArgumentException when the text is no pattern
   */
  public static DateTimeFormatter formatter(String pattern) {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern(withPlainYears(pattern))
        .toFormatter(Locale.ENGLISH)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  /** A strict parser wants an era for the years that people write as {@code yyyy}. */
  private static String withPlainYears(String pattern) {
    StringBuilder plain = new StringBuilder(pattern.length());
    boolean quoted = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      quoted ^= c == '\'';
      plain.append(c == 'y' && !quoted ? 'u' : c);
    }
    return plain.toString();
  }
}
