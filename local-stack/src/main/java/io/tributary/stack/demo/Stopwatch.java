package io.tributary.stack.demo;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** How long each phase of a demo took. For one thread. */
final class Stopwatch {
  /** One after the other. */
  enum Phase {
    /** From the start until Kafka and Cassandra serve, with topics and tables. */
    STACK,
    /** Until the source's records are published. */
    PRODUCE,
    /** Until the consumer has taken them all. */
    LAND,
    /** Until each of them is looked up. */
    VERIFY
  }

  private final Map<Phase, Duration> taken = new EnumMap<>(Phase.class);
  private final long start;
  private long phaseStart;

  /**
   * @param before what has passed already since the demo's JVM was started
   */
  Stopwatch(Duration before) {
    start = System.nanoTime() - before.toNanos();
    phaseStart = start;
  }

  /** The phase is over; the next one begins. */
  void end(Phase phase) {
    long now = System.nanoTime();
    taken.put(phase, Duration.ofNanos(now - phaseStart));
    phaseStart = now;
  }

  /** Nothing for a phase that has not ended. */
  Duration of(Phase phase) {
    return taken.getOrDefault(phase, Duration.ZERO);
  }

  /** All phases that have ended. */
  Duration total() {
    return Duration.ofNanos(phaseStart - start);
  }

  /** Since the start, now. */
  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
