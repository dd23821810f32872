package io.tributary.verifier.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Bytes as text that is safe to print: records come from anywhere, and a terminal obeys control
 * characters.
 */
public final class Printable {
  private static final int HEX_BYTES = 64;

  private Printable() {}

  /** UTF-8 with control characters escaped; what is not UTF-8 in hexadecimal digits. */
  public static String of(byte @Nullable [] bytes) {
    return bytes == null ? "none" : of(ByteBuffer.wrap(bytes));
  }

  /** The same; the buffer's position stays. */
  public static String of(ByteBuffer bytes) {
    try {
      return escaped(StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString());
    } catch (CharacterCodingException notText) {
      byte[] first = new byte[Math.min(bytes.remaining(), HEX_BYTES)];
      bytes.duplicate().get(first);
      String rest = bytes.remaining() > first.length ? "…" : "";
      return String.format(
          Locale.ROOT,
          "0x%s%s (%,d bytes)",
          HexFormat.of().formatHex(first),
          rest,
          bytes.remaining());
    }
  }

  /** The text with control characters escaped. */
  public static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              if (isHarmless(point)) {
                escaped.appendCodePoint(point);
              } else {
                escaped.append(String.format(Locale.ROOT, "\\u{%x}", point));
              }
            });
    return escaped.toString();
  }

  private static boolean isHarmless(int point) {
    int type = Character.getType(point);
    // format characters can reverse the direction of what follows
    return type != Character.CONTROL
        && type != Character.FORMAT
        && type != Character.SURROGATE
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR;
  }
}
