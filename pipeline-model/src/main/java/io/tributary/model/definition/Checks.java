package io.tributary.model.definition;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a field's value must satisfy. A value that is not there satisfies everything but {@code
 * required}.
 *
 * @param min least number, inclusive
 * @param max greatest number, inclusive
 * @param minLength least length of a text, in Unicode code points
 * @param maxLength greatest length of a text, in Unicode code points
 * @param pattern matched against the whole text
 * @param oneOf the texts allowed; empty allows all
 * @param maxItems greatest number of items of a list, a set or a map; the checks of values hold for
 *     each item
 * @param scale greatest number of digits after the point of a decimal, which then has at most
 *     {@link #PRECISION} digits in all
 * @param email whether the text must look like an e-mail address: something, one @, something, no
 *     white space
 */
public record Checks(
    boolean required,
    Optional<BigDecimal> min,
    Optional<BigDecimal> max,
    int minLength,
    int maxLength,
    Optional<Pattern> pattern,
    List<String> oneOf,
    boolean email,
    int maxItems,
    Optional<Integer> scale) {

  /** Code points that a text may have when its field names no limit. */
  public static final int DEFAULT_MAX_LENGTH = 4096;

  /** Items that a list, a set or a map may have when its field names no limit. */
  public static final int DEFAULT_MAX_ITEMS = 1_000;

  /** Digits of a decimal whose digits after the point are limited: what most programs take. */
  public static final int PRECISION = 38;

  public Checks {
    oneOf = List.copyOf(oneOf);
  }
}
