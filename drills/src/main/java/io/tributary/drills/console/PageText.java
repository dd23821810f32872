package io.tributary.drills.console;

import java.util.Arrays;

/** What a person reads of a page. */
final class PageText {
  private static final int MOST = 300;

  private PageText() {}

  /** Without tags, each space once. */
  static String of(String html) {
    return html.replaceAll("(?s)<(head|script|style)\\b.*?</\\1>", " ")
        .replaceAll("<[^>]*>", " ")
        .replace("&amp;", "&")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replaceAll("\\s+", " ")
        .strip();
  }

  static boolean hasAll(String text, String... words) {
    return Arrays.stream(words).allMatch(text::contains);
  }

  /** The part of a text that has all of the words, shortened where it is long. */
  static String around(String text, String... words) {
    int from = Arrays.stream(words).mapToInt(text::indexOf).min().orElse(0);
    int to =
        Arrays.stream(words).mapToInt(word -> text.indexOf(word) + word.length()).max().orElse(0);
    String part = text.substring(Math.max(0, from), Math.max(from, to));
    return part.length() <= MOST ? part : part.substring(0, MOST) + "…";
  }
}
