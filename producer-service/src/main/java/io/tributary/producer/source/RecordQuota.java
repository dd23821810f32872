package io.tributary.producer.source;

import io.tributary.model.definition.RateLimit;
import io.tributary.runtime.time.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Keeps the source's rate limit from this side: in any span of the limit's length at most the
 * limit's records are asked for, so that the source has no reason to refuse. Measured on a clock
 * that nobody sets. For one thread.
 */
final class RecordQuota {
  private static final class Asked {
    private final int records;
    private long nanos;

    private Asked(int records, long nanos) {
      this.records = records;
      this.nanos = nanos;
    }
  }

  private final Optional<RateLimit> limit;
  private final Ticker ticker;
  private final Deque<Asked> window = new ArrayDeque<>();
  private long inWindow;

  RecordQuota(Optional<RateLimit> limit, Ticker ticker) {
    this.limit = limit;
    this.ticker = ticker;
  }

  /** How long to wait until {@code records} may be asked for; zero when they may be now. */
  Duration untilFree(int records) {
    if (limit.isEmpty()) {
      return Duration.ZERO;
    }
    long span = limit.get().per().toNanos();
    long now = ticker.nanos();
    while (!window.isEmpty() && now - window.peekFirst().nanos >= span) {
      inWindow -= window.removeFirst().records;
    }
    // a page larger than the whole limit can never fit: it goes alone
    long room = Math.max(0, (long) limit.get().records() - records);
    long left = inWindow;
    Duration wait = Duration.ZERO;
    for (Asked asked : window) {
      if (left <= room) {
        break;
      }
      left -= asked.records;
      wait = Duration.ofNanos(asked.nanos + span - now);
    }
    return wait;
  }

  /** Counts a request that is about to be sent. */
  void ask(int records) {
    if (limit.isPresent()) {
      window.addLast(new Asked(records, ticker.nanos()));
      inWindow += records;
    }
  }

  /**
   * The last request was answered. The source counted it at some moment between the asking and now;
   * from now on is the safe end of that.
   */
  void answered() {
    if (!window.isEmpty()) {
      window.peekLast().nanos = ticker.nanos();
    }
  }

  /** The last request got no records for sure: it does not count. */
  void refused() {
    if (!window.isEmpty()) {
      inWindow -= window.removeLast().records;
    }
  }
}
