package io.tributary.model.value;

/** Times of day, {@code 23:59:59.999999999}, as nanoseconds since midnight. */
public final class TimeOfDay {
  /** What {@link #parse} returns for a text that is none. */
  public static final long INVALID = Long.MIN_VALUE;

  private static final int SHORTEST = 5;
  private static final int WHOLE_SECONDS = 8;
  private static final int LONGEST = 18;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** A time of day has fewer. */
  public static final long NANOS_PER_DAY = 86_400 * NANOS_PER_SECOND;

  private TimeOfDay() {}

  /** Seconds, and up to nine digits of their fraction, may be missing. */
  public static long parse(byte[] in, int start, int stop) {
    int length = stop - start;
    if (length < SHORTEST || length > LONGEST || in[start + 2] != ':') {
      return INVALID;
    }
    int hour = twoDigits(in, start);
    int minute = twoDigits(in, start + 3);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59) {
      return INVALID;
    }
    long minutes = hour * 60L + minute;
    if (length == SHORTEST) {
      return minutes * 60 * NANOS_PER_SECOND;
    }
    if (length < WHOLE_SECONDS || in[start + SHORTEST] != ':') {
      return INVALID;
    }
    int second = twoDigits(in, start + 6);
    long fraction = fraction(in, start + WHOLE_SECONDS, stop);
    return second < 0 || second > 59 || fraction < 0
        ? INVALID
        : (minutes * 60 + second) * NANOS_PER_SECOND + fraction;
  }

  /** The nanoseconds of a point and its digits, or of nothing; -1 where they are neither. */
  private static long fraction(byte[] in, int start, int stop) {
    if (start == stop) {
      return 0;
    }
    if (in[start] != '.' || stop - start < 2) {
      return -1;
    }
    long nanos = 0;
    for (int i = start + 1; i < start + 10; i++) {
      int digit = i < stop ? in[i] - '0' : 0;
      if (digit < 0 || digit > 9) {
        return -1;
      }
      nanos = nanos * 10 + digit;
    }
    return nanos;
  }

  /** The number that two digits are; -1 where one is none. */
  private static int twoDigits(byte[] in, int at) {
    int tens = in[at] - '0';
    int ones = in[at + 1] - '0';
    return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
  }

  /** The text with seconds, and with as many digits of their fraction as there are. */
  public static String text(long nanos) {
    long seconds = nanos / NANOS_PER_SECOND;
    StringBuilder text = new StringBuilder(LONGEST);
    two(text, seconds / 3_600);
    two(text.append(':'), seconds / 60 % 60);
    two(text.append(':'), seconds % 60);
    String fraction = Long.toString(nanos % NANOS_PER_SECOND + NANOS_PER_SECOND).substring(1);
    int digits = fraction.length();
    while (digits > 0 && fraction.charAt(digits - 1) == '0') {
      digits--;
    }
    return digits == 0 ? text.toString() : text.append('.').append(fraction, 0, digits).toString();
  }

  private static void two(StringBuilder text, long number) {
    text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }
}
