package io.tributary.model.text;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Addresses of IPv4 and IPv6 in their text forms. Names of hosts are none: nothing is ever looked
 * up. An IPv4 address within IPv6 ({@code ::ffff:192.0.2.1}) is the IPv4 address.
 */
public final class InternetAddress {
  private static final int LENGTH_4 = 4;
  private static final int LENGTH_6 = 16;

  /** The longest text of an address: eight groups, the last two as IPv4. */
  private static final int LONGEST = 45;

  private InternetAddress() {}

  /** The 4 or 16 bytes of the address; null where the text is none. */
  public static byte @Nullable [] parse(byte[] in, int start, int stop) {
    if (stop - start > LONGEST) {
      return null;
    }
    for (int i = start; i < stop; i++) {
      if (in[i] == ':') {
        return version6(in, start, stop);
      }
    }
    byte[] address = new byte[LENGTH_4];
    return version4(in, start, stop, address, 0) ? address : null;
  }

  /** Four numbers of up to 255 without leading zeros, which some read as octal. */
  private static boolean version4(byte[] in, int start, int stop, byte[] out, int at) {
    int i = start;
    for (int part = 0; part < LENGTH_4; part++) {
      int first = i;
      int number = 0;
      while (i < stop && i - first < 3 && in[i] >= '0' && in[i] <= '9') {
        number = number * 10 + (in[i++] - '0');
      }
      boolean hasLeadingZero = i - first > 1 && in[first] == '0';
      if (i == first || hasLeadingZero || number > 255) {
        return false;
      }
      out[at + part] = (byte) number;
      if (part < LENGTH_4 - 1 && (i >= stop || in[i++] != '.')) {
        return false;
      }
    }
    return i == stop;
  }

  private static byte @Nullable [] version6(byte[] in, int start, int stop) {
    byte[] address = new byte[LENGTH_6];
    int filled = 0;
    int gap = -1;
    int i = start;
    if (i + 1 < stop && in[i] == ':' && in[i + 1] == ':') {
      gap = 0;
      i += 2;
    }
    while (i < stop) {
      int end = groupEnd(in, i, stop);
      if (end < stop && in[end] == '.') {
        if (filled > LENGTH_6 - LENGTH_4 || !version4(in, i, stop, address, filled)) {
          return null;
        }
        filled += LENGTH_4;
        i = stop;
        break;
      }
      if (end == i || end - i > 4 || filled == LENGTH_6) {
        return null;
      }
      int group = Integer.parseInt(ascii(in, i, end), 16);
      address[filled++] = (byte) (group >> 8);
      address[filled++] = (byte) group;
      i = end;
      if (i == stop) {
        break;
      }
      if (in[i++] != ':' || i == stop) {
        return null;
      }
      if (in[i] == ':') {
        if (gap >= 0) {
          return null;
        }
        gap = filled;
        i++;
      }
    }
    return spread(address, filled, gap);
  }

  private static int groupEnd(byte[] in, int start, int stop) {
    int i = start;
    while (i < stop && Character.digit(in[i], 16) >= 0) {
      i++;
    }
    return i;
  }

  private static String ascii(byte[] in, int start, int stop) {
    return new String(in, start, stop - start, US_ASCII);
  }

  /** Puts the zeros in that two colons stand for. */
  private static byte @Nullable [] spread(byte[] address, int filled, int gap) {
    if (gap < 0 ? filled != LENGTH_6 : filled > LENGTH_6 - 2) {
      return null;
    }
    if (gap >= 0) {
      int behind = filled - gap;
      System.arraycopy(address, gap, address, LENGTH_6 - behind, behind);
      Arrays.fill(address, gap, LENGTH_6 - behind, (byte) 0);
    }
    return isMapped(address) ? Arrays.copyOfRange(address, LENGTH_6 - LENGTH_4, LENGTH_6) : address;
  }

  private static boolean isMapped(byte[] address) {
    for (int i = 0; i < 10; i++) {
      if (address[i] != 0) {
        return false;
      }
    }
    return address[10] == (byte) 0xFF && address[11] == (byte) 0xFF;
  }

  /** The canonical text: of IPv6 as RFC 5952 says. */
  public static String text(byte[] address) {
    return address.length == LENGTH_4 ? text4(address) : text6(address);
  }

  private static String text4(byte[] address) {
    return String.format(
        Locale.ROOT,
        "%d.%d.%d.%d",
        address[0] & 0xFF,
        address[1] & 0xFF,
        address[2] & 0xFF,
        address[3] & 0xFF);
  }

  private static String text6(byte[] address) {
    int[] groups = new int[LENGTH_6 / 2];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = (address[2 * i] & 0xFF) << 8 | (address[2 * i + 1] & 0xFF);
    }
    int gap = -1;
    int gapLength = 1;
    for (int i = 0; i < groups.length; i++) {
      int zeros = zeros(groups, i);
      if (zeros > gapLength) {
        gap = i;
        gapLength = zeros;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < groups.length; i++) {
      if (i == gap) {
        text.append("::");
        i += gapLength - 1;
        continue;
      }
      if (text.length() > 0 && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }

  private static int zeros(int[] groups, int from) {
    int i = from;
    while (i < groups.length && groups[i] == 0) {
      i++;
    }
    return i - from;
  }
}
