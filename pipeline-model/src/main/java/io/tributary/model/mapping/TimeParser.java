package io.tributary.model.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.model.definition.TimeFormat;
import io.tributary.model.value.Iso8601;
import io.tributary.model.value.Numbers;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads times as a source writes them. Gives {@link Iso8601#INVALID} for what is no time, or one
 * outside the years 0000 to 9999.
 */
final class TimeParser {
  private static final BigDecimal MICROS_PER_MILLI = BigDecimal.valueOf(1_000);
  private static final DateTimeFormatter LOCAL =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendPattern("['T'][' ']HH:mm[:ss]")
          .optionalStart()
          .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private final TimeFormat format;
  private final @Nullable DateTimeFormatter pattern;
  private final @Nullable ZoneId zone;
  private final boolean isPlain;

  TimeParser(TimeFormat format) {
    this.format = format;
    this.pattern = format.pattern().map(TimeFormat::formatter).orElse(null);
    this.zone = format.zone().orElse(null);
    this.isPlain = format.equals(TimeFormat.ISO);
  }

  /** The milliseconds of a JSON number; what is finer than one is cut off. */
  long millisOfNumber(byte[] in, int start, int stop) {
    if (isPlain) {
      return Numbers.isInteger(in, start, stop, Iso8601.MIN_MILLIS, Iso8601.MAX_MILLIS)
          ? Numbers.integer(in, start, stop)
          : Iso8601.INVALID;
    }
    if (pattern != null) {
      // such as 20261128 with the pattern yyyyMMdd
      return millis(in, start, stop);
    }
    return epoch(in, start, stop);
  }

  /** The milliseconds of a text. */
  long millis(byte[] in, int start, int stop) {
    if (isPlain) {
      return Iso8601.parseMillis(in, start, stop);
    }
    if (format.epoch()) {
      return epoch(in, start, stop);
    }
    if (pattern == null) {
      long millis = Iso8601.parseMillis(in, start, stop);
      return millis != Iso8601.INVALID || zone == null
          ? millis
          : millis(parsed(LOCAL, in, start, stop));
    }
    return millis(parsed(pattern, in, start, stop));
  }

  /** The day of a JSON number. */
  long dayOfNumber(byte[] in, int start, int stop) {
    if (pattern != null) {
      return day(in, start, stop);
    }
    return dayOf(millisOfNumber(in, start, stop));
  }

  /** The day of a text; a time without zone has the day that it names. */
  long day(byte[] in, int start, int stop) {
    if (format.epoch()) {
      return dayOf(epoch(in, start, stop));
    }
    if (pattern == null) {
      long day = Iso8601.parseDate(in, start, stop);
      if (day != Iso8601.INVALID) {
        return day;
      }
      long millis = Iso8601.parseMillis(in, start, stop);
      return millis != Iso8601.INVALID ? dayOf(millis) : day(parsed(LOCAL, in, start, stop));
    }
    return day(parsed(pattern, in, start, stop));
  }

  private long epoch(byte[] in, int start, int stop) {
    BigDecimal value = Numbers.decimal(in, start, stop);
    if (value == null) {
      return Iso8601.INVALID;
    }
    BigDecimal millis =
        value
            .multiply(BigDecimal.valueOf(format.unit().micros()))
            .divide(MICROS_PER_MILLI, 0, RoundingMode.FLOOR);
    return millis.compareTo(BigDecimal.valueOf(Iso8601.MIN_MILLIS)) >= 0
            && millis.compareTo(BigDecimal.valueOf(Iso8601.MAX_MILLIS)) <= 0
        ? millis.longValueExact()
        : Iso8601.INVALID;
  }

  private static @Nullable TemporalAccessor parsed(
      DateTimeFormatter formatter, byte[] in, int start, int stop) {
    try {
      return formatter.parse(new String(in, start, stop - start, UTF_8));
    } catch (DateTimeException none) {
      return null;
    }
  }

  private long millis(@Nullable TemporalAccessor time) {
    if (time == null) {
      return Iso8601.INVALID;
    }
    try {
      if (time.isSupported(ChronoField.INSTANT_SECONDS)) {
        return valid(Instant.from(time).toEpochMilli());
      }
      LocalDate date = time.query(TemporalQueries.localDate());
      ZoneId own = time.query(TemporalQueries.zone());
      ZoneId of = own == null ? zone : own;
      if (date == null || of == null) {
        return Iso8601.INVALID;
      }
      var clock = time.query(TemporalQueries.localTime());
      LocalDateTime local = clock == null ? date.atStartOfDay() : date.atTime(clock);
      return valid(local.atZone(of).toInstant().toEpochMilli());
    } catch (DateTimeException | ArithmeticException outside) {
      return Iso8601.INVALID;
    }
  }

  private long day(@Nullable TemporalAccessor time) {
    if (time == null) {
      return Iso8601.INVALID;
    }
    if (zone != null && time.isSupported(ChronoField.INSTANT_SECONDS)) {
      return dayOf(millis(time));
    }
    LocalDate date = time.query(TemporalQueries.localDate());
    return date == null || date.getYear() < 0 || date.getYear() > 9999
        ? Iso8601.INVALID
        : date.toEpochDay();
  }

  private long dayOf(long millis) {
    if (millis == Iso8601.INVALID) {
      return Iso8601.INVALID;
    }
    return zone == null || zone.equals(ZoneOffset.UTC)
        ? Iso8601.dayOf(millis)
        : Instant.ofEpochMilli(millis).atZone(zone).toLocalDate().toEpochDay();
  }

  private static long valid(long millis) {
    return millis >= Iso8601.MIN_MILLIS && millis <= Iso8601.MAX_MILLIS ? millis : Iso8601.INVALID;
  }
}
