package io.tributary.runtime.retry;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before the next try: a random time from 0 to a ceiling that begins at {@code
 * first}, doubles with each failure and ends at {@code cap} ("full jitter": many clients that
 * failed together do not come back together). Not safe for use by several threads.
 */
public final class Backoff {
  private final Duration first;
  private final Duration cap;
  private final @Nullable RandomGenerator random;
  private int failures;

  public Backoff(Duration first, Duration cap) {
    this(first, cap, new SplittableRandom());
  }

  /** With its own randomness, for tests. */
  public Backoff(Duration first, Duration cap, RandomGenerator random) {
    this(first, cap, Optional.of(random));
  }

  private Backoff(Duration first, Duration cap, Optional<RandomGenerator> random) {
    if (first.isNegative() || first.isZero() || cap.compareTo(first) < 0) {
      throw new IllegalArgumentException("expected 0 < first <= cap");
    }
    this.first = first;
    this.cap = cap;
    this.random = random.orElse(null);
  }

  /** The ceilings themselves, for one client that asks a server which has no others waiting. */
  public static Backoff withoutJitter(Duration first, Duration cap) {
    return new Backoff(first, cap, Optional.empty());
  }

  /** Always the same. */
  public static Backoff every(Duration time) {
    return withoutJitter(time, time);
  }

  /** Counts one more failure and says how long to wait after it. */
  public Duration next() {
    failures++;
    Duration ceiling = ceiling();
    return random == null ? ceiling : Duration.ofNanos(random.nextLong(ceiling.toNanos() + 1));
  }

  /** It worked: the next failure is the first one again. */
  public void reset() {
    failures = 0;
  }

  /** Failures since the start or the last {@link #reset()}. */
  public int failures() {
    return failures;
  }

  private Duration ceiling() {
    // 62 doublings of a nanosecond are more than a century: beyond that only the cap counts
    int doublings = failures - 1;
    boolean capped = doublings >= 62 || first.toNanos() > (cap.toNanos() >> doublings);
    return capped ? cap : Duration.ofNanos(first.toNanos() << doublings);
  }
}
