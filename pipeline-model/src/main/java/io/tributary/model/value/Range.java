package io.tributary.model.value;

import io.tributary.model.definition.Checks;
import io.tributary.model.definition.FieldType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The numbers that a field allows. */
public final class Range {
  private final Optional<BigDecimal> min;
  private final Optional<BigDecimal> max;
  private final Optional<Integer> scale;
  private final long least;
  private final long greatest;

  public Range(Checks checks) {
    min = checks.min();
    max = checks.max();
    scale = checks.scale();
    least = min.map(bound -> clamp(bound.setScale(0, RoundingMode.CEILING))).orElse(Long.MIN_VALUE);
    greatest =
        max.map(bound -> clamp(bound.setScale(0, RoundingMode.FLOOR))).orElse(Long.MAX_VALUE);
  }

  private static long clamp(BigDecimal bound) {
    if (bound.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      return Long.MAX_VALUE;
    }
    return bound.compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) < 0
        ? Long.MIN_VALUE
        : bound.longValueExact();
  }

  /** The least number of an integer type. */
  public static long leastOf(FieldType type) {
    return type == FieldType.INT ? Integer.MIN_VALUE : Long.MIN_VALUE;
  }

  /** The greatest number of an integer type. */
  public static long greatestOf(FieldType type) {
    return type == FieldType.INT ? Integer.MAX_VALUE : Long.MAX_VALUE;
  }

  /** What is wrong with the number; null when nothing is. */
  public @Nullable String broken(long value) {
    return value >= least && value <= greatest ? null : expected(Long.toString(value));
  }

  /** What is wrong with the number; null when nothing is. */
  public @Nullable String broken(double value) {
    boolean within =
        (min.isEmpty() || value >= min.get().doubleValue())
            && (max.isEmpty() || value <= max.get().doubleValue());
    return within ? null : expected(Double.toString(value));
  }

  /** What is wrong with the number; null when nothing is. */
  public @Nullable String broken(BigDecimal value) {
    boolean within =
        (min.isEmpty() || value.compareTo(min.get()) >= 0)
            && (max.isEmpty() || value.compareTo(max.get()) <= 0);
    return within ? digits(value) : expected(value.toPlainString());
  }

  /** What is wrong with the number of digits; null when nothing is. */
  private @Nullable String digits(BigDecimal value) {
    if (scale.isEmpty()) {
      return null;
    }
    BigDecimal least = value.stripTrailingZeros();
    int most = Checks.PRECISION - scale.get();
    if (least.scale() > scale.get()) {
      return "found %s, expected at most %s digits after the point"
          .formatted(cut(value.toPlainString()), scale.get());
    }
    return least.precision() - least.scale() > most
        ? "found %s, expected at most %s digits before the point"
            .formatted(cut(value.toPlainString()), Integer.toString(most))
        : null;
  }

  private static String cut(String found) {
    return found.length() > 40 ? found.substring(0, 40) + "…" : found;
  }

  private String expected(String found) {
    String from = min.map(bound -> "at least " + bound.toPlainString()).orElse("");
    String to = max.map(bound -> "at most " + bound.toPlainString()).orElse("");
    String and = from.isEmpty() || to.isEmpty() ? "" : " and ";
    return "found %s, expected %s%s%s".formatted(cut(found), from, and, to);
  }
}
