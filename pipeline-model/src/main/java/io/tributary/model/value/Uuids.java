package io.tributary.model.value;

import java.util.Arrays;

/** UUIDs in their canonical form, {@code 15653f96-f1c3-420d-97d1-d62f71d463c2}. */
public final class Uuids {
  /** Length of the text. */
  public static final int TEXT_LENGTH = 36;

  /** Length of the value. */
  public static final int LENGTH = 16;

  private static final byte[] DIGIT = new byte[256];
  private static final byte[] LETTERS = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  static {
    Arrays.fill(DIGIT, (byte) -1);
    for (int i = 0; i < 16; i++) {
      DIGIT[LETTERS[i]] = (byte) i;
      DIGIT[Character.toUpperCase(LETTERS[i])] = (byte) i;
    }
  }

  private Uuids() {}

  /** Writes the 16 bytes of the UUID to {@code out}; false when the text is none. */
  public static boolean parse(byte[] in, int start, int stop, byte[] out, int at) {
    if (stop - start != TEXT_LENGTH) {
      return false;
    }
    int digits = 0;
    int i = start;
    for (int k = 0; k < LENGTH; k++) {
      if (isDash(k)) {
        if (in[i++] != '-') {
          return false;
        }
      }
      int high = DIGIT[in[i] & 0xFF];
      int low = DIGIT[in[i + 1] & 0xFF];
      digits |= high | low;
      out[at + k] = (byte) (high << 4 | low);
      i += 2;
    }
    return digits >= 0;
  }

  /** Writes the text of a UUID, in lower case. */
  public static void write(byte[] in, int start, byte[] out, int at) {
    int i = at;
    for (int k = 0; k < LENGTH; k++) {
      if (isDash(k)) {
        out[i++] = '-';
      }
      out[i++] = LETTERS[in[start + k] >> 4 & 0xF];
      out[i++] = LETTERS[in[start + k] & 0xF];
    }
  }

  /** Whether a dash stands before byte {@code k}. */
  private static boolean isDash(int k) {
    return k == 4 || k == 6 || k == 8 || k == 10;
  }
}
