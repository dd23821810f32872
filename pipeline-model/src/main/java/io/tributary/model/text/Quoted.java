package io.tributary.model.text;

/** Text of a file as a message shows it: in quotes, on one line, cut when it is long. */
public final class Quoted {
  private static final int LONGEST = 60;

  private Quoted() {}

  public static String quote(String text) {
    return "'" + oneLine(text) + "'";
  }

  public static String oneLine(String text) {
    StringBuilder line = new StringBuilder();
    int length = Math.min(text.length(), LONGEST);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      line.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
    }
    return text.length() > LONGEST ? line + "…" : line.toString();
  }
}
