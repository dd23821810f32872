package io.tributary.verifier.verdict;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many dead letters a run may have: a number of them, or a share of its records.
 *
 * @param most letters, or percent of the records
 */
public record DeadLetterLimit(BigDecimal most, boolean percent) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,12})|(\\d{1,3}(?:\\.\\d{1,6})?)%");
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /**
   * Reads {@code 100} or {@code 0.5%}.
   *
   * @throws IllegalArgumentException when the text is neither
   */
  public static DeadLetterLimit parse(String text) {
    Matcher form = FORM.matcher(text.trim());
    if (!form.matches()) {
      throw new IllegalArgumentException("neither a number like 100 nor a share like 0.5%");
    }
    boolean percent = form.group(1) == null;
    BigDecimal most = new BigDecimal(percent ? form.group(2) : form.group(1));
    if (percent && most.compareTo(HUNDRED) > 0) {
      throw new IllegalArgumentException("more than 100%");
    }
    return new DeadLetterLimit(most, percent);
  }

  boolean allows(long deadLetters, long records) {
    return percent
        ? BigDecimal.valueOf(deadLetters)
                .multiply(HUNDRED)
                .compareTo(most.multiply(BigDecimal.valueOf(records)))
            <= 0
        : BigDecimal.valueOf(deadLetters).compareTo(most) <= 0;
  }

  @Override
  public String toString() {
    return percent ? most.toPlainString() + "%" : "%,d".formatted(most.longValueExact());
  }
}
