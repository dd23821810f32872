package io.tributary.producer.proposal;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.regex.Pattern;

/** Texts in YAML. */
final class Yaml {
  /** What is a text without quotes, in flow lists and mappings too. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z/$_][A-Za-z0-9/_.$~+-]*");

  private static final Pattern OTHER_MEANING =
      Pattern.compile("(?i)true|false|null|yes|no|on|off|~|[yn]");

  private Yaml() {}

  /** The text as it is, or in double quotes. */
  static String text(String text) {
    return PLAIN.matcher(text).matches() && !OTHER_MEANING.matcher(text).matches()
        ? text
        : quoted(text);
  }

  /** A URL as it is, or in double quotes. */
  static String url(String url) {
    return url.matches("[A-Za-z0-9:/._~%-]+") ? url : quoted(url);
  }

  /** The text in double quotes. */
  static String quoted(String text) {
    return TextNode.valueOf(text).toString();
  }
}
