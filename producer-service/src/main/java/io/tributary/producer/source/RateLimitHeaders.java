package io.tributary.producer.source;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Headers;

/**
 * The headers in which many sources tell how much a client has left, and when it gets more: {@code
 * X-RateLimit-Remaining} and {@code -Reset}, their spellings with {@code Rate-Limit}, those without
 * {@code X-}, and {@code RateLimit} with members (the drafts of the IETF's httpapi group).
 */
final class RateLimitHeaders {
  private static final List<String> PREFIXES =
      List.of("X-RateLimit-", "X-Rate-Limit-", "RateLimit-", "Rate-Limit-");

  private static final Pattern REMAINING =
      Pattern.compile("(?i)(?:^|[;,\\s])(?:r|remaining)=(\\d{1,12})");
  private static final Pattern RESET = Pattern.compile("(?i)(?:^|[;,\\s])(?:t|reset)=(\\d{1,12})");
  private static final Pattern NUMBER = Pattern.compile("(\\d{1,15})(?:\\.\\d+)?");

  /** A smaller number is a time from now: nobody waits for thirty years. */
  private static final long EARLIEST_EPOCH_SECOND = 1_000_000_000L;

  private static final long EARLIEST_EPOCH_MILLI = EARLIEST_EPOCH_SECOND * 1000;

  private RateLimitHeaders() {}

  /** Whether they say that nothing is left. */
  static boolean sayNothingIsLeft(Headers headers) {
    return value(headers, "Remaining", REMAINING).equals(OptionalLong.of(0));
  }

  /** How long until there is more; nothing where they do not say, or something is left. */
  static Optional<Duration> untilReset(Headers headers, Instant now) {
    OptionalLong remaining = value(headers, "Remaining", REMAINING);
    OptionalLong reset = value(headers, "Reset", RESET);
    if (reset.isEmpty() || remaining.orElse(0) > 0) {
      return Optional.empty();
    }
    long when = reset.getAsLong();
    if (when < EARLIEST_EPOCH_SECOND) {
      return Optional.of(Duration.ofSeconds(when));
    }
    Instant servers = headers.getInstant("Date");
    Instant until =
        when < EARLIEST_EPOCH_MILLI ? Instant.ofEpochSecond(when) : Instant.ofEpochMilli(when);
    Duration wait = Duration.between(servers == null ? now : servers, until);
    return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
  }

  private static OptionalLong value(Headers headers, String name, Pattern member) {
    for (String prefix : PREFIXES) {
      String text = headers.get(prefix + name);
      Matcher number = NUMBER.matcher(text == null ? "" : text.strip());
      if (number.matches()) {
        return OptionalLong.of(Long.parseLong(number.group(1)));
      }
    }
    String members = headers.get("RateLimit");
    Matcher found = member.matcher(members == null ? "" : members);
    return found.find() ? OptionalLong.of(Long.parseLong(found.group(1))) : OptionalLong.empty();
  }
}
