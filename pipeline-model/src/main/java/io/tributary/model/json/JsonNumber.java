package io.tributary.model.json;

/** The grammar of JSON's numbers. */
public final class JsonNumber {
  private JsonNumber() {}

  /** Whether the bytes are a number as JSON has them. */
  public static boolean isNumber(byte[] bytes, int start, int stop) {
    int i = start;
    if (i < stop && bytes[i] == '-') {
      i++;
    }
    int integer = i;
    i = digits(bytes, i, stop);
    boolean leadingZero = i - integer > 1 && bytes[integer] == '0';
    if (i == integer || leadingZero) {
      return false;
    }
    if (i < stop && bytes[i] == '.') {
      int fraction = i + 1;
      i = digits(bytes, fraction, stop);
      if (i == fraction) {
        return false;
      }
    }
    if (i < stop && (bytes[i] | 0x20) == 'e') {
      i++;
      if (i < stop && (bytes[i] == '+' || bytes[i] == '-')) {
        i++;
      }
      int exponent = i;
      i = digits(bytes, exponent, stop);
      if (i == exponent) {
        return false;
      }
    }
    return i == stop;
  }

  private static int digits(byte[] bytes, int start, int stop) {
    int i = start;
    while (i < stop && bytes[i] >= '0' && bytes[i] <= '9') {
      i++;
    }
    return i;
  }
}
