package io.tributary.model.value;

import java.nio.ByteBuffer;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Bytes as text has them. */
public final class Blobs {
  private Blobs() {}

  /** The bytes of base64, padded or not; null where the text is none. */
  public static byte @Nullable [] fromBase64(byte[] in, int start, int stop) {
    return decode(Base64.getDecoder(), in, start, stop);
  }

  /**
   * The same, in the alphabet of URLs too, with {@code -} and {@code _}, and of lines, as e-mails
   * have it.
   */
  public static byte @Nullable [] fromAnyBase64(byte[] in, int start, int stop) {
    byte[] line = new byte[stop - start];
    int length = 0;
    boolean isForUrls = false;
    for (int i = start; i < stop; i++) {
      isForUrls |= in[i] == '-' || in[i] == '_';
      if (in[i] != '\n' && in[i] != '\r') {
        line[length++] = in[i];
      }
    }
    Base64.Decoder decoder = isForUrls ? Base64.getUrlDecoder() : Base64.getDecoder();
    return decode(decoder, line, 0, length);
  }

  private static byte @Nullable [] decode(Base64.Decoder decoder, byte[] in, int start, int stop) {
    try {
      ByteBuffer bytes = decoder.decode(ByteBuffer.wrap(in, start, stop - start));
      byte[] exact = new byte[bytes.remaining()];
      bytes.get(exact);
      return exact;
    } catch (IllegalArgumentException none) {
      return null;
    }
  }

  /** The bytes of hexadecimal digits; null where the text is none. */
  public static byte @Nullable [] fromHex(byte[] in, int start, int stop) {
    if ((stop - start) % 2 != 0) {
      return null;
    }
    byte[] bytes = new byte[(stop - start) / 2];
    for (int i = 0; i < bytes.length; i++) {
      int high = Character.digit(in[start + 2 * i], 16);
      int low = Character.digit(in[start + 2 * i + 1], 16);
      if (high < 0 || low < 0) {
        return null;
      }
      bytes[i] = (byte) (high << 4 | low);
    }
    return bytes;
  }

  /** The bytes in base64, with padding. */
  public static byte[] toBase64(byte[] bytes) {
    return Base64.getEncoder().encode(bytes);
  }
}
