package io.tributary.runtime.status;

import java.util.Optional;

/** Judges whether a service can do its work. Asked for each request, from several threads. */
@FunctionalInterface
public interface ReadinessJudge {
  /** Of the service as a whole. */
  Readiness now();

  /** Of one of its pipelines, by name; nothing when it has none of that name. */
  default Optional<Readiness> of(String pipeline) {
    return Optional.empty();
  }
}
