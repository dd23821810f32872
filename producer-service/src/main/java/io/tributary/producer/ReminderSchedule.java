package io.tributary.producer;

import io.tributary.runtime.time.Ticker;
import java.time.Duration;

/** Says when to tell again of what lasts: at intervals that double. Not for several threads. */
final class ReminderSchedule {
  private final Ticker ticker;
  private final Duration first;
  private long told;
  private Duration interval;

  ReminderSchedule(Ticker ticker, Duration first) {
    this.ticker = ticker;
    this.first = first;
    this.interval = first;
  }

  /** It was told for the first time. */
  void begin() {
    told = ticker.nanos();
    interval = first;
  }

  /** Whether to tell it now; then the next time is twice as far away. */
  boolean isDue() {
    if (ticker.since(told).compareTo(interval) < 0) {
      return false;
    }
    told = ticker.nanos();
    interval = interval.multipliedBy(2);
    return true;
  }
}
