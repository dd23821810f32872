package io.tributary.model.definition;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many of a run's records may have some fault: a number of them, or a share.
 *
 * @param most records, or percent of all
 */
public record RecordLimit(BigDecimal most, boolean percent) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,12})|(\\d{1,3}(?:\\.\\d{1,6})?)%");
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /**
   * Reads {@code 100} or {@code 0.5%}.
   *
   * @throws IllegalArgumentException when the text is neither; its message says what is wrong
   */
  public static RecordLimit parse(String text) {
    Matcher form = FORM.matcher(text.trim());
    if (!form.matches()) {
      throw new IllegalArgumentException("neither a number like 100 nor a share like 0.5%");
    }
    boolean percent = form.group(1) == null;
    BigDecimal most = new BigDecimal(percent ? form.group(2) : form.group(1));
    if (percent && most.compareTo(HUNDRED) > 0) {
      throw new IllegalArgumentException("more than 100%");
    }
    return new RecordLimit(most, percent);
  }

  /** Whether so many records may have the fault, of a run with {@code all}. */
  public boolean allows(long faulty, long all) {
    return percent
        ? BigDecimal.valueOf(faulty)
                .multiply(HUNDRED)
                .compareTo(most.multiply(BigDecimal.valueOf(all)))
            <= 0
        : BigDecimal.valueOf(faulty).compareTo(most) <= 0;
  }

  @Override
  public String toString() {
    return percent
        ? most.toPlainString() + "%"
        : String.format(Locale.ROOT, "%,d", most.longValueExact());
  }
}
