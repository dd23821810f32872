package io.tributary.model.definition;

import io.tributary.model.text.Quoted;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Optional;

/**
 * What the values are by which an incremental source is read, and how they are written. A position
 * is a number on the scale: milliseconds since 1970-01-01T00:00Z for times and days, else the value
 * itself.
 */
public enum CursorScale {
  TIME("a time such as 2024-01-31T12:00:00Z, or a day such as 2024-01-31"),
  DAY("a day such as 2024-01-31"),
  NUMBER("a whole number");

  private static final long DAY_MILLIS = 86_400_000;
  private static final long MIN = Instant.parse("0000-01-01T00:00:00Z").toEpochMilli();
  private static final long MAX = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

  private final String expected;

  CursorScale(String expected) {
    this.expected = expected;
  }

  /** The scale of a field's values; none for a type whose values have no order to read by. */
  public static Optional<CursorScale> of(ColumnType type) {
    return type instanceof FieldType single ? of(single) : Optional.empty();
  }

  private static Optional<CursorScale> of(FieldType type) {
    return switch (type) {
      case TIMESTAMP -> Optional.of(TIME);
      case DATE -> Optional.of(DAY);
      case INT, BIGINT -> Optional.of(NUMBER);
      case TEXT, DOUBLE, BOOLEAN, UUID, DECIMAL, TIME, INET, BLOB, JSON -> Optional.empty();
    };
  }

  /** Whether positions are points in time. */
  public boolean isTime() {
    return this != NUMBER;
  }

  /** What a position looks like, for messages. */
  public String expected() {
    return expected;
  }

  /**
   * Reads a position as people write it and {@link #text} writes it; times in UTC if they name no
   * zone.
   *
   * @throws IllegalArgumentException when the text is no position; the message says what is
   *     expected
   */
  public long parse(String text) {
    try {
      return switch (this) {
        case NUMBER -> Long.parseLong(text);
        case DAY -> within(midnight(LocalDate.parse(text)));
        case TIME -> within(time(text));
      };
    } catch (DateTimeException | ArithmeticException | NumberFormatException none) {
      throw new IllegalArgumentException(
          "%s is not %s".formatted(Quoted.quote(text), expected), none);
    }
  }

  /** The position as receipts, the cursor's table and messages have it. */
  public String text(long position) {
    return switch (this) {
      case NUMBER -> Long.toString(position);
      case DAY -> day(position).toString();
      case TIME -> Instant.ofEpochMilli(position).toString();
    };
  }

  /** The position as a request names it. What is finer than the format is cut off. */
  String written(long position, TimeFormat format) {
    if (this == NUMBER) {
      return Long.toString(position);
    }
    if (format.epoch()) {
      long micros = Math.multiplyExact(position, TimeFormat.EpochUnit.MILLISECONDS.micros());
      return Long.toString(Math.floorDiv(micros, format.unit().micros()));
    }
    return format
        .pattern()
        .map(pattern -> formatter(pattern).format(Instant.ofEpochMilli(position)))
        .orElseGet(() -> text(position));
  }

  /** The greatest position, up to this one, that the format can name. */
  long floor(long position, TimeFormat format) {
    if (this == NUMBER) {
      return position;
    }
    long whole = this == DAY ? midnight(day(position)) : position;
    if (format.epoch()) {
      long millis = Math.max(1, format.unit().micros() / 1_000);
      return Math.floorDiv(whole, millis) * millis;
    }
    return format
        .pattern()
        .map(pattern -> millis(formatter(pattern).parse(written(whole, format))))
        .orElse(whole);
  }

  private static DateTimeFormatter formatter(String pattern) {
    return TimeFormat.formatter(pattern).withZone(ZoneOffset.UTC);
  }

  private static long millis(TemporalAccessor time) {
    if (time.isSupported(ChronoField.INSTANT_SECONDS)) {
      return Instant.from(time).toEpochMilli();
    }
    LocalDate date = LocalDate.from(time);
    LocalTime clock = time.query(TemporalQueries.localTime());
    return LocalDateTime.of(date, clock == null ? LocalTime.MIN : clock)
        .toInstant(ZoneOffset.UTC)
        .toEpochMilli();
  }

  private static long time(String text) {
    if (text.indexOf('T') < 0) {
      return midnight(LocalDate.parse(text));
    }
    TemporalAccessor time =
        DateTimeFormatter.ISO_DATE_TIME.parseBest(text, Instant::from, LocalDateTime::from);
    return time instanceof LocalDateTime local
        ? local.toInstant(ZoneOffset.UTC).toEpochMilli()
        : Instant.from(time).toEpochMilli();
  }

  private static long midnight(LocalDate day) {
    return Math.multiplyExact(day.toEpochDay(), DAY_MILLIS);
  }

  private static LocalDate day(long position) {
    return LocalDate.ofEpochDay(Math.floorDiv(position, DAY_MILLIS));
  }

  private static long within(long millis) {
    if (millis < MIN || millis > MAX) {
      throw new DateTimeException("not in the years 0000 to 9999");
    }
    return millis;
  }
}
