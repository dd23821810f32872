package io.tributary.runtime.status;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whether a service can do its work now, and what that was judged by.
 *
 * @param detail what {@code /ready} shows beside the verdict, in this order; the values are
 *     numbers, booleans or anything else as its text
 */
public record Readiness(boolean ready, Map<String, Object> detail) {
  public Readiness {
    detail = Collections.unmodifiableMap(new LinkedHashMap<>(detail));
  }

  public static Readiness yes() {
    return new Readiness(true, Map.of());
  }

  public static Readiness no(String because) {
    return new Readiness(false, Map.of("reason", because));
  }
}
