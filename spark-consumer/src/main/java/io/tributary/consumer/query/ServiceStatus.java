package io.tributary.consumer.query;

/** Says whether a service answers. */
@FunctionalInterface
public interface ServiceStatus {
  /** Asks it; takes a few seconds at most. */
  boolean isThere() throws InterruptedException;
}
