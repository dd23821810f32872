package io.tributary.producer.source;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import okhttp3.Headers;

/** The header with which a source asks to be left alone for a while (RFC 9110, 10.2.3). */
final class RetryAfter {
  private static final Duration FOREVER = Duration.ofDays(3650);

  private RetryAfter() {}

  /**
   * Seconds or a date; nothing when the header is absent or neither. A date counts from the
   * server's own {@code Date}, if it gives one: its clock need not be ours.
   */
  static Optional<Duration> in(Headers headers, Instant now) {
    String given = Optional.ofNullable(headers.get("Retry-After")).orElse("").trim();
    if (!given.isEmpty() && given.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.of(
          given.length() > 8 ? FOREVER : Duration.ofSeconds(Integer.parseInt(given)));
    }
    Instant until = headers.getInstant("Retry-After");
    if (until == null) {
      return Optional.empty();
    }
    Instant servers = headers.getInstant("Date");
    Duration wait = Duration.between(servers == null ? now : servers, until);
    return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
  }
}
