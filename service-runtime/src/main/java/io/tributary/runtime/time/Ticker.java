package io.tributary.runtime.time;

import java.time.Duration;

/**
 * Time that only goes forward, and waiting in it. For the time of day there is {@link
 * java.time.InstantSource}. Tests use a {@link FakeTicker}. Safe for use by several threads.
 */
public interface Ticker {
  /** Nanoseconds since some moment in the past. */
  long nanos();

  /** Waits for so long; not at all when {@code time} is zero or negative. */
  void sleep(Duration time) throws InterruptedException;

  /** How long it is since {@code nanos}, which is a former {@link #nanos()}. */
  default Duration since(long nanos) {
    return Duration.ofNanos(nanos() - nanos);
  }

  /** The machine's own. */
  static Ticker system() {
    return SystemTicker.TICKER;
  }
}
