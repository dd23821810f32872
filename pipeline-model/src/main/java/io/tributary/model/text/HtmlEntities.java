package io.tributary.model.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the entities of HTML: those with a name in HTML 4.01, the apostrophe, and all numbers.
 * What is none stays as it is: another name, one without a semicolon.
 */
public final class HtmlEntities {
  private static final Map<String, String> NAMED = named();

  /** The longest is {@code thetasym}; numbers may have zeros before them. */
  private static final int LONGEST = 16;

  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final String REPLACEMENT = "\uFFFD";

  private HtmlEntities() {}

  /** The text without entities; the text itself if it has none. Decodes once: no entity of one. */
  public static String decode(String text) {
    int amp = text.indexOf('&');
    if (amp < 0) {
      return text;
    }
    StringBuilder decoded = new StringBuilder(text.length());
    int from = 0;
    while (amp >= 0) {
      int end = text.indexOf(';', amp);
      String character =
          end < 0 || end - amp - 1 > LONGEST ? null : character(text.substring(amp + 1, end));
      if (character != null) {
        decoded.append(text, from, amp).append(character);
        from = end + 1;
        amp = text.indexOf('&', from);
      } else {
        amp = text.indexOf('&', amp + 1);
      }
    }
    return decoded.append(text, from, text.length()).toString();
  }

  private static @Nullable String character(String entity) {
    if (!entity.startsWith("#")) {
      return NAMED.get(entity);
    }
    boolean isHex = entity.startsWith("x", 1) || entity.startsWith("X", 1);
    String digits = entity.substring(isHex ? 2 : 1);
    if (!digits.matches(isHex ? "[0-9a-fA-F]{1,12}" : "[0-9]{1,12}")) {
      return null;
    }
    long point = Long.parseLong(digits, isHex ? 16 : 10);
    if (point >= 0x80 && point < 0xA0) {
      // browsers take these for Windows-1252, and so do those who write them
      return new String(new byte[] {(byte) point}, WINDOWS);
    }
    boolean isCharacter =
        point > 0 && point <= Character.MAX_CODE_POINT && !(point >= 0xD800 && point <= 0xDFFF);
    return isCharacter ? Character.toString((int) point) : REPLACEMENT;
  }

  private static Map<String, String> named() {
    Map<String, String> named = new HashMap<>();
    try (InputStream table = HtmlEntities.class.getResourceAsStream("html-entities.txt");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(Objects.requireNonNull(table), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int space = line.indexOf(' ');
        named.put(
            line.substring(0, space),
            Character.toString(Integer.parseInt(line.substring(space + 1), 16)));
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return Map.copyOf(named);
  }
}
