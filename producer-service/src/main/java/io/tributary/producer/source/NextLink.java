package io.tributary.producer.source;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Headers;

/** Finds the link with the relation {@code next} among the headers {@code Link} (RFC 8288). */
final class NextLink {
  private static final String PARAMETERS =
      "\\s*;\\s*([^\\s;,=\"]+)(?:\\s*=\\s*(?:\"([^\"]*)\"|([^\\s;,\"]*)))?";

  private static final Pattern PARAMETER = Pattern.compile(PARAMETERS);

  /** A URL in angle brackets with its parameters, up to the comma before the next link. */
  private static final Pattern LINK = Pattern.compile("<([^>]*)>((?:" + PARAMETERS + ")*)");

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
    Matcher parameter = PARAMETER.matcher(parameters);
    String names = null;
    while (names == null && parameter.find()) {
      if (parameter.group(1).equalsIgnoreCase("rel")) {
        names = parameter.group(2) == null ? parameter.group(3) : parameter.group(2);
      }
    }
    if (names == null) {
      return false;
    }
    for (String name : names.toLowerCase(Locale.ROOT).strip().split("\\s+", -1)) {
      if (name.equals("next")) {
        return true;
      }
    }
    return false;
  }
}
