package io.tributary.model.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** UTF-8 in byte arrays. */
public final class Utf8 {
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  /** The bits of eight bytes that none of them has if all are ASCII. */
  private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

  private static final int LARGEST_TWO_BYTES = 0x7FF;
  private static final int LARGEST_THREE_BYTES = 0xFFFF;

  private Utf8() {}

  /** Whether the bytes are UTF-8: shortest forms only, no surrogates, nothing past U+10FFFF. */
  public static boolean isValid(byte[] bytes, int start, int stop) {
    int i = start;
    while (i < stop) {
      int lead = bytes[i];
      if (lead >= 0) {
        boolean isLong = i + Long.BYTES <= stop;
        i += isLong && ((long) EIGHT.get(bytes, i) & NOT_ASCII) == 0 ? Long.BYTES : 1;
        continue;
      }
      int length = lengthByLead(lead & 0xFF);
      if (length == 0 || i + length > stop) {
        return false;
      }
      int second = bytes[i + 1] & 0xFF;
      if (second < leastSecond(lead & 0xFF) || second > mostSecond(lead & 0xFF)) {
        return false;
      }
      for (int k = 2; k < length; k++) {
        if ((bytes[i + k] & 0xC0) != 0x80) {
          return false;
        }
      }
      i += length;
    }
    return true;
  }

  private static int lengthByLead(int lead) {
    if (lead >= 0xC2 && lead <= 0xDF) {
      return 2;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
      return 3;
    }
    return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
  }

  private static int leastSecond(int lead) {
    return switch (lead) {
      case 0xE0 -> 0xA0;
      case 0xF0 -> 0x90;
      default -> 0x80;
    };
  }

  private static int mostSecond(int lead) {
    return switch (lead) {
      case 0xED -> 0x9F;
      case 0xF4 -> 0x8F;
      default -> 0xBF;
    };
  }

  /** How many code points the bytes have, which are valid. */
  public static int codePoints(byte[] bytes, int start, int stop) {
    int count = 0;
    for (int i = start; i < stop; i++) {
      count += (bytes[i] & 0xC0) != 0x80 ? 1 : 0;
    }
    return count;
  }

  /** Writes a code point that is no surrogate to {@code out} and returns where it ends there. */
  public static int write(int codePoint, byte[] out, int at) {
    int i = at;
    if (codePoint < 0x80) {
      out[i++] = (byte) codePoint;
    } else if (codePoint <= LARGEST_TWO_BYTES) {
      out[i++] = (byte) (0xC0 | codePoint >> 6);
      out[i++] = continuation(codePoint);
    } else if (codePoint <= LARGEST_THREE_BYTES) {
      out[i++] = (byte) (0xE0 | codePoint >> 12);
      out[i++] = continuation(codePoint >> 6);
      out[i++] = continuation(codePoint);
    } else {
      out[i++] = (byte) (0xF0 | codePoint >> 18);
      out[i++] = continuation(codePoint >> 12);
      out[i++] = continuation(codePoint >> 6);
      out[i++] = continuation(codePoint);
    }
    return i;
  }

  private static byte continuation(int bits) {
    return (byte) (0x80 | (bits & 0x3F));
  }
}
