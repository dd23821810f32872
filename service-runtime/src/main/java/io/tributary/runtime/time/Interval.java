package io.tributary.runtime.time;

import java.time.Duration;

/** Says when to do something that is to be done at most once in a while. For one thread. */
public final class Interval {
  private final Duration length;
  private final Ticker ticker;
  private long last;

  /** Begins now: it is due for the first time when {@code length} is over. */
  public Interval(Duration length, Ticker ticker) {
    this.length = length;
    this.ticker = ticker;
    this.last = ticker.nanos();
  }

  /** Whether to do it now; then the next interval begins. */
  public boolean isDue() {
    long now = ticker.nanos();
    if (now - last < length.toNanos()) {
      return false;
    }
    last = now;
    return true;
  }
}
