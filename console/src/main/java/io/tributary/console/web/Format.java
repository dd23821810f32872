package io.tributary.console.web;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalDouble;

/** Figures and times as pages write them: English, UTC. */
public final class Format {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final double SMALL = 10;
  private static final double LEAST_SHOWN = 0.01;

  private Format() {}

  /** {@code 1,234,567}. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1 record}, {@code 2,000 records}. */
  public static String count(long number, String what) {
    return count(number) + " " + what + (number == 1 ? "" : "s");
  }

  /** {@code 3.2}, {@code 12,345}. */
  public static String rate(double perSecond) {
    return perSecond > 0 && perSecond < SMALL
        ? String.format(Locale.ROOT, "%.1f", perSecond)
        : String.format(Locale.ROOT, "%,d", Math.round(perSecond));
  }

  /** {@code 0.05%}. */
  public static String percent(double share) {
    double percent = share * 100;
    if (percent > 0 && percent < LEAST_SHOWN) {
      return "under 0.01%";
    }
    return percent == 0 || percent >= SMALL
        ? String.format(Locale.ROOT, "%.0f%%", percent)
        : String.format(Locale.ROOT, "%.2f%%", percent);
  }

  /** {@code 85 ms}, {@code 2.5 s}, {@code 3 min}, {@code 2 h 5 min}. */
  public static String seconds(double seconds) {
    if (seconds < 1) {
      return Math.round(seconds * 1_000) + " ms";
    }
    if (seconds < 60) {
      return String.format(Locale.ROOT, seconds < SMALL ? "%.1f s" : "%.0f s", seconds);
    }
    long minutes = Math.round(seconds / 60);
    return minutes < 60 ? minutes + " min" : "%s h %s min".formatted(minutes / 60, minutes % 60);
  }

  /** The same, or a dash. */
  public static String seconds(OptionalDouble seconds) {
    return seconds.isPresent() ? seconds(seconds.getAsDouble()) : "–";
  }

  /** {@code 2026-11-29 18:30:05}, UTC. */
  public static String time(Instant time) {
    return TIME.format(time);
  }

  /** The same with milliseconds. */
  public static String millis(Instant time) {
    return MILLIS.format(time);
  }

  /** {@code 5 min ago}. */
  public static String ago(Instant time, Instant now) {
    double seconds = Duration.between(time, now).toMillis() / 1_000.0;
    return seconds < 1 ? "now" : seconds(seconds) + " ago";
  }
}
