package io.tributary.model.json;

import io.tributary.model.text.Utf8;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the JSON in a byte array, forward only, and tells where values begin and end. Makes
 * no objects, does not recurse, takes time in proportion to the bytes. For one thread.
 *
 * <p>What is wrong with the input is of two sorts. Where the structure cannot be followed, a method
 * throws. Where it can ({@code NaN}, a raw line feed in a string, bytes that are not UTF-8), the
 * first such {@link #flaw} is noted and the walk goes on: one bad record must not cost the others
 * of its page.
 */
public final class JsonScanner {
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = ONES << 7;
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';
  private static final long SPACES = ONES * ' ';

  private final int maxDepth;
  private byte[] in = new byte[0];
  private int end;
  private int pos;
  private int start;
  private int stop;
  private boolean escaped;
  private boolean ascii;
  private @Nullable String flaw;

  /** One bit for each open container within {@link #skip}: set for an object. */
  private long[] open = new long[4];

  /**
   * @param maxDepth how many containers may be open within a value that is skipped
   */
  public JsonScanner(int maxDepth) {
    this.maxDepth = maxDepth;
  }

  /** Restarts at {@code from}; the input ends before {@code to}. */
  public void reset(byte[] bytes, int from, int to) {
    in = bytes;
    pos = from;
    end = to;
    flaw = null;
  }

  /** Where the walk is. */
  public int position() {
    return pos;
  }

  /** Where the last string or scalar begins; of a string, after its quote. */
  public int start() {
    return start;
  }

  /** Where the last string or scalar ends, exclusive; of a string, before its quote. */
  public int stop() {
    return stop;
  }

  /** Whether the last string has escapes. */
  public boolean isEscaped() {
    return escaped;
  }

  /** Whether the last string's bytes, escapes not resolved, are all ASCII. */
  public boolean isAscii() {
    return ascii;
  }

  /** What the first flaw since {@link #reset} or {@link #clearFlaw} is; null when there is none. */
  public @Nullable String flaw() {
    return flaw;
  }

  public void clearFlaw() {
    flaw = null;
  }

  /** The next byte that is no white space, not consumed; -1 at the end. */
  public int next() {
    byte[] bytes = in;
    int i = pos;
    while (i < end) {
      int c = bytes[i];
      if (c > ' ' || (c != ' ' && c != '\n' && c != '\r' && c != '\t')) {
        pos = i;
        return c & 0xFF;
      }
      i++;
    }
    pos = i;
    return -1;
  }

  /** Consumes {@code expected}, after white space. */
  public void expect(char expected) throws BrokenJsonException {
    if (next() != expected) {
      throw broken("'" + expected + "'");
    }
    pos++;
  }

  /** Whether {@code c} is next, after white space; then it is consumed. */
  public boolean takes(char c) {
    if (next() != c) {
      return false;
    }
    pos++;
    return true;
  }

  /**
   * After a member or an item: whether another follows. Consumes the comma, or the bracket {@code
   * close}.
   */
  public boolean another(char close) throws BrokenJsonException {
    int c = next();
    if (c != ',' && c != close) {
      throw broken("',' or '" + close + "'");
    }
    pos++;
    return c == ',';
  }

  /** Consumes a member's name and the colon after it; the name is then the last string. */
  public void name() throws BrokenJsonException {
    if (next() != '"') {
      throw broken("a member's name");
    }
    string();
    if (pos < end && in[pos] == ':') {
      pos++;
    } else {
      expect(':');
    }
  }

  /** Whether the bytes that follow are {@code member}, name and colon; then they are consumed. */
  boolean takesMember(byte[] member) {
    int length = member.length;
    if (next() < 0 || end - pos < length) {
      return false;
    }
    if (!Arrays.equals(in, pos, pos + length, member, 0, length)) {
      return false;
    }
    pos += length;
    return true;
  }

  /** Consumes the value that is next, containers whole, and says what it was. */
  public JsonKind value() throws BrokenJsonException {
    int c = next();
    if (c == '"') {
      string();
      return JsonKind.STRING;
    }
    if (c == '{' || c == '[') {
      skip();
      return c == '{' ? JsonKind.OBJECT : JsonKind.ARRAY;
    }
    return scalar();
  }

  /** Consumes the string whose quote is next. */
  private void string() throws BrokenJsonException {
    byte[] bytes = in;
    int limit = end;
    int i = pos + 1;
    long bits = 0;
    start = i;
    escaped = false;
    while (i < limit) {
      if (i + Long.BYTES <= limit) {
        long eight = (long) EIGHT_BYTES.get(bytes, i);
        int plain = plainBytes(eight);
        if (plain == Long.BYTES) {
          bits |= eight;
          i += Long.BYTES;
          continue;
        }
        bits |= eight & ((1L << (plain * Byte.SIZE)) - 1);
        i += plain;
      }
      int b = bytes[i];
      if (b == '"') {
        stop = i;
        pos = i + 1;
        ascii = (bits & HIGH_BITS) == 0;
        if (!ascii && !Utf8.isValid(bytes, start, stop)) {
          note("bytes that are not UTF-8");
        }
        return;
      } else if (b == '\\') {
        escaped = true;
        i = afterEscape(i + 1);
      } else {
        bits |= b;
        if (b >= 0 && b < ' ') {
          note("a control character in a string");
        }
        i++;
      }
    }
    throw new BrokenJsonException("the JSON ends within a string");
  }

  /**
   * How many bytes stand before the first quote, backslash or control character of eight. The
   * arithmetic finds bytes that are zero, or less than a space, in all eight at once; what borrows
   * make it find wrongly is behind the first, never before it.
   */
  private static int plainBytes(long eight) {
    long quotes = eight ^ QUOTES;
    long backslashes = eight ^ BACKSLASHES;
    long special =
        (((quotes - ONES) & ~quotes)
                | ((backslashes - ONES) & ~backslashes)
                | ((eight - SPACES) & ~eight))
            & HIGH_BITS;
    return Long.numberOfTrailingZeros(special) / Byte.SIZE;
  }

  private int afterEscape(int at) {
    if (at >= end) {
      return at;
    }
    switch (in[at]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
        return at + 1;
      }
      case 'u' -> {
        for (int i = at + 1; i < at + 5; i++) {
          if (i >= end || Character.digit(in[i], 16) < 0) {
            note("a malformed escape in a string");
            return i;
          }
        }
        return at + 5;
      }
      default -> {
        note("a malformed escape in a string");
        return at + 1;
      }
    }
  }

  private JsonKind scalar() throws BrokenJsonException {
    int i = pos;
    while (i < end && isWordPart(in[i])) {
      i++;
    }
    if (i == pos) {
      throw broken("a value");
    }
    start = pos;
    stop = i;
    pos = i;
    escaped = false;
    ascii = true;
    int first = in[start];
    if (first == '-' || (first >= '0' && first <= '9')) {
      if (!JsonNumber.isNumber(in, start, stop)) {
        note("a malformed number");
      }
      return JsonKind.NUMBER;
    }
    if (is("true")) {
      return JsonKind.TRUE;
    }
    if (is("false")) {
      return JsonKind.FALSE;
    }
    if (!is("null")) {
      note("a word that is no value of JSON");
    }
    return JsonKind.NULL;
  }

  private boolean is(String word) {
    if (stop - start != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (in[start + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWordPart(int c) {
    return (c >= '0' && c <= '9')
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '-'
        || c == '+'
        || c == '.'
        || c == '_';
  }

  /** Consumes the container that is next, with all that is in it. */
  private void skip() throws BrokenJsonException {
    int depth = 0;
    while (true) {
      int c = next();
      if (c == '"') {
        string();
      } else if (c == '{' || c == '[') {
        pos++;
        if (next() == (c == '{' ? '}' : ']')) {
          pos++;
        } else {
          depth = push(depth, c == '{');
          if (c == '{') {
            name();
          }
          continue;
        }
      } else {
        scalar();
      }
      depth = closeAll(depth);
      if (depth == 0) {
        return;
      }
    }
  }

  /** After a value: closes what closes here, up to the next value; the depth that is left. */
  private int closeAll(int depth) throws BrokenJsonException {
    int left = depth;
    while (left > 0) {
      int top = left - 1;
      boolean object = (open[top >> 6] & 1L << top) != 0;
      if (another(object ? '}' : ']')) {
        if (object) {
          name();
        }
        return left;
      }
      left--;
    }
    return 0;
  }

  private int push(int depth, boolean object) throws BrokenJsonException {
    if (depth >= maxDepth) {
      throw new BrokenJsonException(
          String.format(Locale.ROOT, "the JSON nests deeper than %,d levels", maxDepth));
    }
    int word = depth >> 6;
    if (word == open.length) {
      open = Arrays.copyOf(open, open.length * 2);
    }
    long bit = 1L << depth;
    open[word] = object ? open[word] | bit : open[word] & ~bit;
    return depth + 1;
  }

  private void note(String what) {
    if (flaw == null) {
      flaw = what;
    }
  }

  private BrokenJsonException broken(String expected) {
    if (next() < 0) {
      return new BrokenJsonException("the JSON ends where %s is expected".formatted(expected));
    }
    return new BrokenJsonException(String.format(Locale.ROOT, "byte %,d is not %s", pos, expected));
  }

  /**
   * Resolves the escapes of a string.
   *
   * @param out room for as many bytes as the string has
   * @return how many bytes were written at the start of {@code out}; -1 when the string is no text:
   *     half of a surrogate pair, or a malformed escape
   */
  public static int unescape(byte[] in, int start, int stop, byte[] out) {
    int length = 0;
    int i = start;
    while (i < stop) {
      if (in[i] != '\\') {
        out[length++] = in[i++];
        continue;
      }
      int letter = i + 1 < stop ? in[i + 1] : 0;
      if (letter != 'u') {
        int named = named(letter);
        if (named < 0) {
          return -1;
        }
        out[length++] = (byte) named;
        i += 2;
        continue;
      }
      int codePoint = hex(in, i + 2, stop);
      i += 6;
      if (codePoint >= Character.MIN_HIGH_SURROGATE && codePoint <= Character.MAX_HIGH_SURROGATE) {
        int low = i + 1 < stop && in[i] == '\\' && in[i + 1] == 'u' ? hex(in, i + 2, stop) : -1;
        if (low >= Character.MIN_LOW_SURROGATE && low <= Character.MAX_LOW_SURROGATE) {
          codePoint = Character.toCodePoint((char) codePoint, (char) low);
          i += 6;
        }
      }
      boolean surrogate =
          codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
      if (codePoint < 0 || surrogate) {
        return -1;
      }
      length = Utf8.write(codePoint, out, length);
    }
    return length;
  }

  private static int named(int letter) {
    return switch (letter) {
      case '"', '\\', '/' -> letter;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> -1;
    };
  }

  /** The number that four hexadecimal digits are; -1 where they are none. */
  private static int hex(byte[] in, int at, int stop) {
    if (at + 4 > stop) {
      return -1;
    }
    int value = 0;
    for (int i = at; i < at + 4; i++) {
      int digit = Character.digit(in[i], 16);
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }
}
