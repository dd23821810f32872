package io.tributary.simulator.request;

import io.tributary.runtime.config.Durations;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many users one client address gets in a span of time.
 *
 * @param users 1 or more
 */
public record UserLimit(int users, Duration per) {
  /** That of randomuser.me. */
  public static final UserLimit REAL = new UserLimit(20_000, Duration.ofMinutes(5));

  private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,8})/(.+)");

  /**
   * Reads {@code 20000/5m}.
   *
   * @throws IllegalArgumentException when the text is no limit
   */
  public static UserLimit parse(String text) {
    Matcher form = FORM.matcher(text.trim());
    if (!form.matches()) {
      throw new IllegalArgumentException("not a limit like 20000/5m");
    }
    return new UserLimit(Integer.parseInt(form.group(1)), Durations.parse(form.group(2)));
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%d/%ds", users, per.toSeconds());
  }
}
