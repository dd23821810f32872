package io.tributary.model.mapping;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How an answer came.
 *
 * @param at when it was complete
 * @param each the values of the definition's {@code for-each} that it was asked for with
 */
public record Fetch(Instant at, Map<String, String> each) {

  public Fetch {
    each = Collections.unmodifiableMap(new LinkedHashMap<>(each));
  }

  /** Of an answer that came just now, of a source that is read once. */
  public static Fetch now() {
    return new Fetch(Instant.now(), Map.of());
  }
}
