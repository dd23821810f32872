package io.tributary.model.json;

/** JSON without the white space between its tokens; everything else stays as it is written. */
public final class CompactJson {
  /** Levels of brackets that a value may have, so that everybody's reader can follow. */
  public static final int MAX_DEPTH = 64;

  private CompactJson() {}

  /** Whether well-formed JSON has no white space between its tokens. */
  public static boolean isCompact(byte[] in, int start, int stop) {
    boolean inString = false;
    for (int i = start; i < stop; i++) {
      int c = in[i];
      if (c == '"') {
        inString = !inString;
      } else if (c == '\\') {
        i++;
      } else if (!inString && isSpace(c)) {
        return false;
      }
    }
    return true;
  }

  /** How deep the brackets of well-formed JSON are nested. */
  public static int depth(byte[] in, int start, int stop) {
    boolean inString = false;
    int depth = 0;
    int deepest = 0;
    for (int i = start; i < stop; i++) {
      switch (in[i]) {
        case '"' -> inString = !inString;
        case '\\' -> i++;
        case '{', '[' -> {
          depth += inString ? 0 : 1;
          deepest = Math.max(deepest, depth);
        }
        case '}', ']' -> depth -= inString ? 0 : 1;
        default -> {
          // Everything else is within a value.
        }
      }
    }
    return deepest;
  }

  /**
   * Writes the compact form of well-formed JSON.
   *
   * @param out with room for as many bytes as the JSON has
   * @return where it ends in {@code out}
   */
  public static int write(byte[] in, int start, int stop, byte[] out, int at) {
    boolean inString = false;
    int end = at;
    for (int i = start; i < stop; i++) {
      int c = in[i];
      if (c == '"') {
        inString = !inString;
      } else if (c == '\\' && i + 1 < stop) {
        out[end++] = in[i++];
        c = in[i];
      } else if (!inString && isSpace(c)) {
        continue;
      }
      out[end++] = (byte) c;
    }
    return end;
  }

  private static boolean isSpace(int c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }
}
