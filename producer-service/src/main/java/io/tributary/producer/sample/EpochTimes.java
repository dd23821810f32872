package io.tributary.producer.sample;

import io.tributary.model.definition.TimeFormat.EpochUnit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Guesses in which unit a source counts the time since 1970. */
public final class EpochTimes {
  private static final BigDecimal MICROS = BigDecimal.valueOf(1_000_000);

  /** A number in too large a unit is in this month, one in too small a unit far beyond 2300. */
  private static final long FIRST_LIKELY = Instant.parse("1970-02-01T00:00:00Z").getEpochSecond();

  private static final long FIRST_USUAL = Instant.parse("1990-01-01T00:00:00Z").getEpochSecond();
  private static final long LAST_LIKELY = Instant.parse("2300-01-01T00:00:00Z").getEpochSecond();

  private static final long LAST_USUAL = Instant.parse("2100-01-01T00:00:00Z").getEpochSecond();

  private EpochTimes() {}

  /** Whether a number in this unit may well be a time; times before 1970 are. */
  static boolean isLikely(BigDecimal number, EpochUnit unit) {
    BigDecimal seconds = seconds(number, unit);
    boolean isFirstMonth =
        seconds.signum() >= 0 && seconds.compareTo(BigDecimal.valueOf(FIRST_LIKELY)) < 0;
    return !isFirstMonth && seconds.compareTo(BigDecimal.valueOf(LAST_LIKELY)) < 0;
  }

  /** The unit in which the number is a time between 1990 and 2100; at most one is. */
  public static Optional<EpochUnit> likelyUnit(BigDecimal number) {
    return Arrays.stream(EpochUnit.values())
        .filter(
            unit -> {
              BigDecimal seconds = seconds(number, unit);
              return seconds.compareTo(BigDecimal.valueOf(FIRST_USUAL)) >= 0
                  && seconds.compareTo(BigDecimal.valueOf(LAST_USUAL)) < 0;
            })
        .findFirst();
  }

  /** The time, or the year where that is too far for a calendar of four digits. */
  static String shown(BigDecimal number, EpochUnit unit) {
    BigDecimal seconds = seconds(number, unit);
    if (seconds.abs().compareTo(BigDecimal.valueOf(253_402_300_799L)) > 0) {
      BigDecimal years = seconds.divide(BigDecimal.valueOf(31_556_952), 0, RoundingMode.FLOOR);
      return String.format(Locale.ROOT, "in the year %,d", years.longValue() + 1970);
    }
    return Instant.ofEpochSecond(seconds.longValue()).atOffset(ZoneOffset.UTC).toString();
  }

  private static BigDecimal seconds(BigDecimal number, EpochUnit unit) {
    return number.multiply(BigDecimal.valueOf(unit.micros())).divide(MICROS, 6, RoundingMode.FLOOR);
  }
}
