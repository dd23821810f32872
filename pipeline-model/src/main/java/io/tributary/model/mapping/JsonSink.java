package io.tributary.model.mapping;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of JSON being written, in an array that grows and is used again. For one thread. */
final class JsonSink {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /** Longest form of one byte: {@code \\u001f}. */
  private static final int LONGEST_ESCAPE = 6;

  private byte[] bytes;
  private int length;

  JsonSink(int capacity) {
    bytes = new byte[capacity];
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  void truncate(int to) {
    length = to;
  }

  byte[] copy(int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  /** Makes room for {@code count} bytes after the last and says where they begin. */
  int reserve(int count) {
    if (bytes.length - length < count) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
    }
    int at = length;
    length += count;
    return at;
  }

  void write(char ascii) {
    int at = reserve(1);
    bytes[at] = (byte) ascii;
  }

  void write(byte[] from, int start, int stop) {
    int at = reserve(stop - start);
    System.arraycopy(from, start, bytes, at, stop - start);
  }

  void writeAscii(String text) {
    byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
    write(ascii, 0, ascii.length);
  }

  /** Writes text in UTF-8 as the inside of a string, with escapes where they must be. */
  void writeEscaped(byte[] text, int start, int stop) {
    int at = reserve((stop - start) * LONGEST_ESCAPE);
    for (int i = start; i < stop; i++) {
      int c = text[i];
      if (c == '"' || c == '\\') {
        bytes[at++] = '\\';
        bytes[at++] = (byte) c;
      } else if (c >= 0 && c < ' ') {
        at = writeControl(c, at);
      } else {
        bytes[at++] = (byte) c;
      }
    }
    length = at;
  }

  private int writeControl(int c, int start) {
    int at = start;
    bytes[at++] = '\\';
    int letter =
        switch (c) {
          case '\b' -> 'b';
          case '\f' -> 'f';
          case '\n' -> 'n';
          case '\r' -> 'r';
          case '\t' -> 't';
          default -> 'u';
        };
    bytes[at++] = (byte) letter;
    if (letter == 'u') {
      bytes[at++] = '0';
      bytes[at++] = '0';
      bytes[at++] = HEX[c >> 4];
      bytes[at++] = HEX[c & 0xF];
    }
    return at;
  }
}
