package io.tributary.simulator.user;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing array of bytes that text is written into. Not safe for use by several threads. */
public final class ByteText {
  private byte[] bytes;
  private int length;

  public ByteText() {
    this.bytes = new byte[512];
  }

  /** Makes room for as many bytes more, so that they need not be moved while they are written. */
  public void expect(int more) {
    ensure(more);
  }

  /** Text that is ready as bytes. */
  public ByteText put(byte[] text) {
    ensure(text.length);
    System.arraycopy(text, 0, bytes, length, text.length);
    length += text.length;
    return this;
  }

  public ByteText put(String text) {
    return put(text.getBytes(StandardCharsets.UTF_8));
  }

  /** One ASCII character. */
  public ByteText put(char letter) {
    ensure(1);
    bytes[length++] = (byte) letter;
    return this;
  }

  /** A number of 0 or more with at least {@code digits} digits. */
  public ByteText putNumber(long number, int digits) {
    int width = Math.max(digits, width(number));
    ensure(width);
    long rest = number;
    for (int at = length + width - 1; at >= length; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += width;
    return this;
  }

  /** The last {@code digits} hexadecimal digits of {@code bits}. */
  public ByteText putHex(long bits, int digits) {
    ensure(digits);
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
      bytes[length++] = (byte) Character.forDigit((int) (bits >>> shift) & 15, 16);
    }
    return this;
  }

  public int length() {
    return length;
  }

  /** Forgets what was written after the first {@code length} bytes. */
  public void truncate(int length) {
    this.length = Math.min(this.length, length);
  }

  /** The array written into; only the first {@link #length()} bytes count. */
  public byte[] array() {
    return bytes;
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private void ensure(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length + (bytes.length >> 1)));
    }
  }

  private static int width(long number) {
    int width = 1;
    for (long rest = number / 10; rest > 0; rest /= 10) {
      width++;
    }
    return width;
  }
}
