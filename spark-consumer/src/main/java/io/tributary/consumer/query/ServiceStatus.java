package io.tributary.consumer.query;

/** Says whether a service answers, or all of several. */
@FunctionalInterface
public interface ServiceStatus {
  /** Asks; takes a few seconds at most. */
  boolean isThere() throws InterruptedException;
}
