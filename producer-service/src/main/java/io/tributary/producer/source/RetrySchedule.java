package io.tributary.producer.source;

import io.tributary.producer.source.SourceFault.Retry;
import io.tributary.runtime.retry.Backoff;
import io.tributary.runtime.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides after each fault whether and when to ask again: capped exponential back-off with jitter,
 * at least as long as the source asks for, until it has gone wrong for {@code giveUpAfter} without
 * a page in between. The last try comes at the end of that time. What asking again is unlikely to
 * help is asked once more. For one thread.
 */
final class RetrySchedule {
  static final Duration FIRST_WAIT = Duration.ofMillis(500);
  static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /** Long enough for a proxy to have another answer. */
  static final Duration BEFORE_ONCE_MORE = Duration.ofSeconds(1);

  private final Duration giveUpAfter;
  private final Backoff backoff;
  private final Ticker ticker;
  private @Nullable Long firstFault;
  private int faults;
  private boolean onceMore;

  RetrySchedule(Duration giveUpAfter, Backoff backoff, Ticker ticker) {
    this.giveUpAfter = giveUpAfter;
    this.backoff = backoff;
    this.ticker = ticker;
  }

  /** How long to wait before the next try; nothing when there is to be none. */
  Optional<Duration> after(SourceFault fault) {
    if (firstFault == null) {
      firstFault = ticker.nanos();
    }
    faults++;
    boolean wasOnceMore = onceMore;
    onceMore = fault.retry() == Retry.ONCE;
    if (fault.retry() == Retry.NEVER || (onceMore && wasOnceMore)) {
      return Optional.empty();
    }
    Duration left = giveUpAfter.minus(failingFor());
    Duration least = fault.retryAfter().orElse(onceMore ? BEFORE_ONCE_MORE : Duration.ZERO);
    Duration wait = least.plus(backoff.next());
    // Asking earlier than the source allows is no try at all.
    if (left.isNegative() || left.isZero() || least.compareTo(left) > 0) {
      return Optional.empty();
    }
    return Optional.of(wait.compareTo(left) > 0 ? left : wait);
  }

  /** A page came: the next fault is the first one again. */
  void worked() {
    firstFault = null;
    faults = 0;
    onceMore = false;
    backoff.reset();
  }

  /** How long the source may fail without a page in between. */
  Duration patience() {
    return giveUpAfter;
  }

  /** Since the first fault of the present series. */
  Duration failingFor() {
    return firstFault == null ? Duration.ZERO : ticker.since(firstFault);
  }

  /** Faults of the present series. */
  int faults() {
    return faults;
  }
}
