package io.tributary.runtime.time;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** By {@link System#nanoTime}. */
final class SystemTicker implements Ticker {
  static final Ticker TICKER = new SystemTicker();

  private SystemTicker() {}

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public void sleep(Duration time) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
  }
}
