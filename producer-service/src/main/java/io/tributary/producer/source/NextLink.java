package io.tributary.producer.source;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Headers;

/** Finds the link with the relation {@code next} among the headers {@code Link} (RFC 8288). */
final class NextLink {
  /** A URL in angle brackets with its parameters, up to the comma before the next link. */
  private static final Pattern LINK =
      Pattern.compile(
          "<([^>]*)>((?:\\s*;\\s*[^\\s;,=\"]+(?:\\s*=\\s*(?:\"[^\"]*\"|[^\\s;,\"]*))?)*)");

  private static final Pattern RELATION =
      Pattern.compile("(?i);\\s*rel\\s*=\\s*(?:\"([^\"]*)\"|([^\\s;,\"]*))");

  private NextLink() {}

  /** The link as it is written, absolute or relative; the first if there are several. */
  static Optional<String> in(Headers headers) {
    for (String header : headers.values("Link")) {
      Matcher link = LINK.matcher(header);
      while (link.find()) {
        if (isNext(link.group(2)) && !link.group(1).isBlank()) {
          return Optional.of(link.group(1).strip());
        }
      }
    }
    return Optional.empty();
  }

  /** Of several parameters {@code rel} only the first counts; it may name several relations. */
  private static boolean isNext(String parameters) {
    Matcher relation = RELATION.matcher(parameters);
    if (!relation.find()) {
      return false;
    }
    String names = relation.group(1) == null ? relation.group(2) : relation.group(1);
    for (String name : names.toLowerCase(Locale.ROOT).strip().split("\\s+", -1)) {
      if (name.equals("next")) {
        return true;
      }
    }
    return false;
  }
}
