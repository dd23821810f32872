package io.tributary.model.definition;

import io.tributary.model.yaml.Section;
import java.time.Duration;
import java.util.Optional;

/** Reads the section {@code rate-limit} of a source. */
final class RateLimitReader {
  private RateLimitReader() {}

  static Optional<RateLimit> read(Section section) {
    Optional<Integer> records = section.integer("records", true, 1, Integer.MAX_VALUE);
    Optional<Duration> per = section.duration("per");
    section.end();
    return records.flatMap(count -> per.map(span -> new RateLimit(count, span)));
  }
}
