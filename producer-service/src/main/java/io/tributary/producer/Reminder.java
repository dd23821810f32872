package io.tributary.producer;

import io.tributary.producer.source.Ticks;
import java.time.Duration;

/** Says when to tell again of what lasts: at intervals that double. Not for several threads. */
final class Reminder {
  private final Ticks ticks;
  private final Duration first;
  private long told;
  private Duration interval;

  Reminder(Ticks ticks, Duration first) {
    this.ticks = ticks;
    this.first = first;
    this.interval = first;
  }

  /** It was told for the first time. */
  void begin() {
    told = ticks.nanos();
    interval = first;
  }

  /** Whether to tell it now; then the next time is twice as far away. */
  boolean isDue() {
    if (ticks.since(told).compareTo(interval) < 0) {
      return false;
    }
    told = ticks.nanos();
    interval = interval.multipliedBy(2);
    return true;
  }
}
