package io.tributary.model.text;

/**
 * White space as Unicode has it: what {@link Character#isWhitespace} and {@link
 * Character#isSpaceChar} know together, so no-break spaces too, and the byte order mark.
 */
public final class WhiteSpace {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private WhiteSpace() {}

  public static boolean is(char c) {
    if (c < 0x80) {
      return c <= ' ' && (c == ' ' || (c >= '\t' && c <= '\r') || c >= 0x1C);
    }
    return Character.isSpaceChar(c) || c == 0x85 || c == BYTE_ORDER_MARK;
  }

  /** The text without white space at its ends. */
  public static String trim(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && is(text.charAt(start))) {
      start++;
    }
    while (end > start && is(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /** The text with one space for each run of white space. */
  public static String collapse(String text) {
    int first = firstToCollapse(text);
    if (first == text.length()) {
      return text;
    }
    StringBuilder collapsed = new StringBuilder(text.length()).append(text, 0, first);
    boolean space = first > 0 && text.charAt(first - 1) == ' ';
    for (int i = first; i < text.length(); i++) {
      boolean isSpace = is(text.charAt(i));
      if (!isSpace) {
        collapsed.append(text.charAt(i));
      } else if (!space) {
        collapsed.append(' ');
      }
      space = isSpace;
    }
    return collapsed.toString();
  }

  private static int firstToCollapse(String text) {
    for (int i = 0; i < text.length(); i++) {
      boolean isSecond = i > 0 && text.charAt(i - 1) == ' ';
      if (is(text.charAt(i)) && (isSecond || text.charAt(i) != ' ')) {
        return i;
      }
    }
    return text.length();
  }
}
