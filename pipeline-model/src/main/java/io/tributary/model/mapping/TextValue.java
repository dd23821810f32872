package io.tributary.model.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.model.definition.CleanUp;
import io.tributary.model.json.FoundValues;
import io.tributary.model.json.JsonScanner;
import io.tributary.model.text.WhiteSpace;

/**
 * A text between the source and the event, in valid UTF-8: mostly a slice of the page, which costs
 * nothing; a copy only where escapes, joining or a clean-up make it another text. For one thread.
 */
final class TextValue {
  private byte[] bytes = new byte[0];
  private int start;
  private int stop;
  private boolean ascii;
  private boolean plain;

  private byte[] unescaped = new byte[256];

  byte[] bytes() {
    return bytes;
  }

  int start() {
    return start;
  }

  int stop() {
    return stop;
  }

  boolean isAscii() {
    return ascii;
  }

  /** Whether a JSON string can hold the text without escapes. */
  boolean isPlain() {
    return plain;
  }

  boolean isEmpty() {
    return start == stop;
  }

  /** Takes the scalar at {@code slot}; false when it is no text: half of a surrogate pair. */
  boolean take(byte[] in, FoundValues slots, int slot) {
    return take(
        in, slots.start(slot), slots.stop(slot), slots.isEscaped(slot), slots.isAscii(slot));
  }

  /** Takes a scalar; false when it is no text: half of a surrogate pair. */
  boolean take(byte[] in, int from, int to, boolean escaped, boolean isAscii) {
    bytes = in;
    start = from;
    stop = to;
    ascii = isAscii;
    plain = !escaped;
    if (plain) {
      return true;
    }
    unescaped = room(unescaped, stop - start);
    int length = JsonScanner.unescape(in, start, stop, unescaped);
    bytes = unescaped;
    start = 0;
    stop = Math.max(length, 0);
    ascii = isAscii(bytes, stop);
    return length >= 0;
  }

  /** Takes a copy-free view of {@code in}, which may need escapes. */
  void take(byte[] in, int length) {
    bytes = in;
    start = 0;
    stop = length;
    ascii = isAscii(in, length);
    plain = false;
  }

  private static boolean isAscii(byte[] in, int length) {
    int bits = 0;
    for (int i = 0; i < length; i++) {
      bits |= in[i];
    }
    return bits >= 0;
  }

  /** White space at both ends goes. */
  void trim() {
    if (ascii) {
      while (start < stop && WhiteSpace.is((char) bytes[start])) {
        start++;
      }
      while (start < stop && WhiteSpace.is((char) bytes[stop - 1])) {
        stop--;
      }
    } else {
      apply(CleanUp.TRIM);
    }
  }

  /** Applies one clean-up. */
  void clean(CleanUp cleanUp) {
    switch (cleanUp) {
      case TRIM -> trim();
      case NFC -> {
        if (!ascii) {
          apply(cleanUp);
        }
      }
      case COLLAPSE -> {
        if (!ascii || hasSpaceToCollapse()) {
          apply(cleanUp);
        }
      }
      case LOWER_CASE -> {
        if (!ascii || hasUpperCase()) {
          apply(cleanUp);
        }
      }
      case HTML_ENTITIES -> {
        if (hasAmpersand()) {
          apply(cleanUp);
          plain = false;
        }
      }
      case EMPTY_TO_NULL -> {
        // Not a change of the text: the field has no value then.
      }
    }
  }

  private boolean hasAmpersand() {
    for (int i = start; i < stop; i++) {
      if (bytes[i] == '&') {
        return true;
      }
    }
    return false;
  }

  private boolean hasUpperCase() {
    for (int i = start; i < stop; i++) {
      if (bytes[i] >= 'A' && bytes[i] <= 'Z') {
        return true;
      }
    }
    return false;
  }

  private boolean hasSpaceToCollapse() {
    boolean space = false;
    for (int i = start; i < stop; i++) {
      boolean isSpace = WhiteSpace.is((char) bytes[i]);
      if (isSpace && (space || bytes[i] != ' ')) {
        return true;
      }
      space = isSpace;
    }
    return false;
  }

  private void apply(CleanUp cleanUp) {
    String text = new String(bytes, start, stop - start, UTF_8);
    String cleaned = cleanUp.apply(text);
    if (cleaned.equals(text)) {
      return;
    }
    // No other clean-up than that of entities adds what needs an escape: a plain text stays one.
    bytes = cleaned.getBytes(UTF_8);
    start = 0;
    stop = bytes.length;
    ascii = isAscii(bytes, stop);
  }

  private static byte[] room(byte[] buffer, int length) {
    return buffer.length >= length ? buffer : new byte[Math.max(length, buffer.length * 2)];
  }
}
