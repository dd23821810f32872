package io.tributary.producer.publish;

import io.tributary.runtime.time.Ticker;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * Spreads records evenly: at most so many a second, catching up no more than a tenth of a second's
 * worth after a pause. For one thread.
 */
final class Pace {
  private static final long CATCH_UP_NANOS = 100_000_000;

  /** Sleeping shorter than this costs more than it brings. */
  private static final long LEAST_SLEEP_NANOS = 1_000_000;

  private final Ticker ticker;
  private final double nanosPerRecord;
  private double due;

  /**
   * @param rate records per second; none for as fast as it goes
   */
  Pace(OptionalDouble rate, Ticker ticker) {
    this.ticker = ticker;
    this.nanosPerRecord = rate.isPresent() ? 1e9 / rate.getAsDouble() : 0;
    this.due = ticker.nanos();
  }

  /** Returns when the next record may go. */
  void await() throws InterruptedException {
    if (nanosPerRecord == 0) {
      return;
    }
    long now = ticker.nanos();
    due = Math.max(due, (double) now - CATCH_UP_NANOS);
    long early = (long) due - now;
    if (early >= LEAST_SLEEP_NANOS) {
      ticker.sleep(Duration.ofNanos(early));
    }
    due += nanosPerRecord;
  }
}
