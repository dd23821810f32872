package io.tributary.consumer.metrics;

import io.tributary.runtime.time.Ticker;
import java.time.Duration;
import java.util.Optional;

/** Estimates how long a backlog will take. Not safe for use by several threads. */
final class CatchUp {
  /** Long enough for several batches, short enough to follow a change. */
  static final Duration WINDOW = Duration.ofSeconds(10);

  /** Less than that is no backlog. */
  private static final double MIN_SECONDS = 5;

  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * @param records that wait
   * @param perSecond how many were done in a second lately
   */
  record Estimate(long records, double perSecond) {
    double seconds() {
      return records / Math.max(1, perSecond);
    }
  }

  private final Ticker ticker;
  private long windowBegan;
  private long done;
  private Optional<Estimate> latest = Optional.empty();

  CatchUp(Ticker ticker) {
    this.ticker = ticker;
    this.windowBegan = ticker.nanos();
  }

  /**
   * Some records are done, others wait; returns an estimate when there is a new one to tell, at
   * most once in {@link #WINDOW}.
   */
  Optional<Estimate> add(long records, long waiting) {
    done += records;
    long now = ticker.nanos();
    long elapsed = now - windowBegan;
    if (elapsed < WINDOW.toNanos()) {
      if (waiting == 0) {
        latest = Optional.empty();
      }
      return Optional.empty();
    }
    Estimate estimate = new Estimate(waiting, done * NANOS_PER_SECOND / elapsed);
    windowBegan = now;
    done = 0;
    latest = estimate.seconds() < MIN_SECONDS ? Optional.empty() : Optional.of(estimate);
    // a query that has only begun, or waits for Cassandra, has no rate to tell a time by
    return latest.filter(known -> known.perSecond() >= 1);
  }

  /** Seconds until nothing waits, as of the last estimate; 0 without a backlog. */
  double seconds() {
    return latest.map(Estimate::seconds).orElse(0.0);
  }
}
