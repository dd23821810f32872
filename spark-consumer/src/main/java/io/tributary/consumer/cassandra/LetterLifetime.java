package io.tributary.consumer.cassandra;

import io.tributary.model.definition.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long a dead letter is kept when it is written now: as long as it is told to, or until the
 * last day that Cassandra can count. It would refuse a letter that expires later.
 */
public final class LetterLifetime {
  private static final Logger LOG = LoggerFactory.getLogger(LetterLifetime.class);

  /** Cassandra counts from its own clock. */
  private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

  private final Duration wanted;
  private final Instant latestExpiry;
  private final Supplier<Instant> clock;
  private final AtomicBoolean told = new AtomicBoolean();

  /**
   * @param wanted zero for ever
   * @param latestExpiry {@link ServerLimits#latestExpiry}
   */
  public LetterLifetime(Duration wanted, Instant latestExpiry) {
    this(wanted, latestExpiry, Instant::now);
  }

  LetterLifetime(Duration wanted, Instant latestExpiry, Supplier<Instant> clock) {
    this.wanted = wanted;
    this.latestExpiry = latestExpiry;
    this.clock = clock;
  }

  /** For ever. */
  public static LetterLifetime unlimited() {
    return new LetterLifetime(Duration.ZERO, Instant.MAX);
  }

  /** Whether letters expire at all. */
  boolean isLimited() {
    return !wanted.isZero();
  }

  /** From now on, where letters expire. Says once that it is shorter than wanted. */
  int seconds() {
    Duration longest = longest(clock.get(), latestExpiry);
    if (wanted.compareTo(longest) <= 0) {
      return Math.toIntExact(wanted.toSeconds());
    }
    if (told.compareAndSet(false, true)) {
      LOG.warn(
          "dead letters are kept until {} and not for the {} days of DEAD_LETTER_TTL: Cassandra cannot store a later date{}",
          latestExpiry,
          wanted.toDays(),
          remedy(latestExpiry));
    }
    return (int) Math.max(1, longest.toSeconds());
  }

  /**
   * The longest that Cassandra keeps what is written now and is to expire.
   *
   * @param latestExpiry {@link ServerLimits#latestExpiry}
   */
  static Duration longest(Instant now, Instant latestExpiry) {
    Duration untilThen = Duration.between(now, latestExpiry.minus(CLOCKS_DIFFER));
    return untilThen.compareTo(Table.LONGEST_TTL) > 0 ? Table.LONGEST_TTL : untilThen;
  }

  /** A clause about how Cassandra can count further, if it can. */
  static String remedy(Instant latestExpiry) {
    return latestExpiry.getEpochSecond() < Integer.MAX_VALUE
        ? "; with storage_compatibility_mode: NONE in cassandra.yaml, 5.0 can until 2106"
        : "";
  }
}
