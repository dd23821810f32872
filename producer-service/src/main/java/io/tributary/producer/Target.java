package io.tributary.producer;

import java.time.Duration;

/** When a run has done what it was asked to. */
public sealed interface Target {

  /**
   * Exactly so many source records, published or rejected.
   *
   * @param count 1 or more
   */
  record Records(long count) implements Target {}

  /** As many as come within this time, at least one. */
  record Lasting(Duration time) implements Target {}

  /** Everything that the source has, at least one record; for a source that has an end. */
  record Everything() implements Target {}
}
