package io.tributary.model.value;

import io.tributary.model.json.JsonNumber;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Numbers read from their digits. A number that a type cannot hold is none of that type, however it
 * is written: no exponent makes a text of a billion digits.
 */
public final class Numbers {
  /** Digits before and after the decimal point that a decimal may have, each. */
  public static final int MAX_DECIMAL_DIGITS = 1_000;

  private static final int LONGEST_DECIMAL = 2 * MAX_DECIMAL_DIGITS + 20;
  private static final int EXACT_DIGITS = 15;

  /** Bits of a double that a float has no room for. */
  private static final long LOST_BITS = (1L << 29) - 1;

  private static final long HALF_OF_LOST = 1L << 28;
  private static final double[] POWERS_OF_TEN = new double[23];

  static {
    for (int i = 0; i < POWERS_OF_TEN.length; i++) {
      POWERS_OF_TEN[i] = Double.parseDouble("1e" + i);
    }
  }

  private Numbers() {}

  /**
   * Whether the bytes are a whole number, written as one, from {@code min} to {@code max}, both
   * inclusive. JSON's grammar: no plus sign, no leading zeros.
   */
  public static boolean isInteger(byte[] in, int start, int stop, long min, long max) {
    boolean negative = start < stop && in[start] == '-';
    int first = negative ? start + 1 : start;
    int digits = stop - first;
    if (digits < 1 || digits > 19 || (digits > 1 && in[first] == '0')) {
      return false;
    }
    // Negative throughout: there is one more negative long than there are positive ones.
    long value = 0;
    for (int i = first; i < stop; i++) {
      int digit = in[i] - '0';
      if (digit < 0 || digit > 9) {
        return false;
      }
      if (value < (Long.MIN_VALUE + digit) / 10) {
        return false;
      }
      value = value * 10 - digit;
    }
    if (!negative && value == Long.MIN_VALUE) {
      return false;
    }
    long signed = negative ? value : -value;
    return signed >= min && signed <= max;
  }

  /** The number that {@link #isInteger} has recognised. */
  public static long integer(byte[] in, int start, int stop) {
    boolean negative = in[start] == '-';
    long value = 0;
    for (int i = negative ? start + 1 : start; i < stop; i++) {
      value = value * 10 - (in[i] - '0');
    }
    return negative ? value : -value;
  }

  /** The nearest double; NaN where the bytes are no number, or one that is out of range. */
  public static double parseDouble(byte[] in, int start, int stop) {
    if (!JsonNumber.isNumber(in, start, stop)) {
      return Double.NaN;
    }
    double exact = exactDouble(in, start, stop);
    if (!Double.isNaN(exact)) {
      return exact;
    }
    double parsed =
        Double.parseDouble(new String(in, start, stop - start, StandardCharsets.US_ASCII));
    return Double.isInfinite(parsed) ? Double.NaN : parsed;
  }

  /**
   * The 32-bit float that is nearest to a number; NaN where it is out of a float's range.
   *
   * @param value what {@link #parseDouble} has made of the bytes
   */
  public static float toFloat(double value, byte[] in, int start, int stop) {
    long bits = Double.doubleToRawLongBits(value);
    boolean isHalfway = (bits & LOST_BITS) == HALF_OF_LOST;
    float nearest = (float) value;
    boolean isNumber = !Double.isNaN(value);
    if (isNumber && (isHalfway || (value != 0 && Math.abs(nearest) < Float.MIN_NORMAL))) {
      // Rounded once already, it may be rounded the wrong way the second time.
      nearest = Float.parseFloat(new String(in, start, stop - start, StandardCharsets.US_ASCII));
    }
    return Float.isInfinite(nearest) ? Float.NaN : nearest;
  }

  /**
   * The double of a number with at most 15 digits and no exponent: both its digits and the power of
   * ten are exact then, so that one division rounds correctly. NaN for others.
   */
  private static double exactDouble(byte[] in, int start, int stop) {
    boolean negative = in[start] == '-';
    int first = negative ? start + 1 : start;
    if (stop - first > EXACT_DIGITS + 1) {
      return Double.NaN;
    }
    long digits = 0;
    int point = stop;
    for (int i = first; i < stop; i++) {
      if (in[i] == '.') {
        point = i + 1;
      } else if ((in[i] | 0x20) == 'e') {
        return Double.NaN;
      } else {
        digits = digits * 10 + (in[i] - '0');
      }
    }
    if (point == stop && stop - first > EXACT_DIGITS) {
      return Double.NaN;
    }
    double value = digits / POWERS_OF_TEN[stop - point];
    return negative ? -value : value;
  }

  /**
   * The decimal, of scale 0 or more; null where the bytes are no number, or one with more than
   * {@value #MAX_DECIMAL_DIGITS} digits before or after the point.
   */
  public static @Nullable BigDecimal decimal(byte[] in, int start, int stop) {
    if (stop - start > LONGEST_DECIMAL || !JsonNumber.isNumber(in, start, stop)) {
      return null;
    }
    BigDecimal value;
    try {
      value = new BigDecimal(new String(in, start, stop - start, StandardCharsets.US_ASCII));
    } catch (NumberFormatException exponentTooLarge) {
      return null;
    }
    if (!isSmall(value)) {
      return null;
    }
    return value.scale() < 0 ? value.setScale(0) : value;
  }

  /** Whether it has no more than {@value #MAX_DECIMAL_DIGITS} digits before and after the point. */
  public static boolean isSmall(BigDecimal value) {
    return value.scale() <= MAX_DECIMAL_DIGITS
        && (long) value.precision() - value.scale() <= MAX_DECIMAL_DIGITS;
  }

  /**
   * The whole number from {@code min} to {@code max} that the bytes are, with a point or an
   * exponent or without: {@code 1.0}, {@code 1e3}. Null where they are none.
   */
  public static @Nullable BigDecimal whole(byte[] in, int start, int stop, long min, long max) {
    BigDecimal value = decimal(in, start, stop);
    boolean isWhole =
        value != null
            && value.compareTo(BigDecimal.valueOf(min)) >= 0
            && value.compareTo(BigDecimal.valueOf(max)) <= 0
            && value.stripTrailingZeros().scale() <= 0;
    return isWhole ? value : null;
  }

  /** The decimal as CQL serialises it: the scale in four bytes, then the digits as a varint. */
  public static byte[] serialise(BigDecimal decimal) {
    BigInteger unscaled = decimal.unscaledValue();
    byte[] digits = unscaled.toByteArray();
    byte[] bytes = new byte[Integer.BYTES + digits.length];
    writeInt(decimal.scale(), bytes, 0);
    System.arraycopy(digits, 0, bytes, Integer.BYTES, digits.length);
    return bytes;
  }

  /** Writes four bytes, the most significant first. */
  public static void writeInt(int value, byte[] out, int at) {
    out[at] = (byte) (value >> 24);
    out[at + 1] = (byte) (value >> 16);
    out[at + 2] = (byte) (value >> 8);
    out[at + 3] = (byte) value;
  }

  /** Writes eight bytes, the most significant first. */
  public static void writeLong(long value, byte[] out, int at) {
    writeInt((int) (value >> 32), out, at);
    writeInt((int) value, out, at + 4);
  }
}
