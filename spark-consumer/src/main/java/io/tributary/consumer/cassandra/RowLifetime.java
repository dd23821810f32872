package io.tributary.consumer.cassandra;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long the rows of a table live: until a time that follows from the record's, whenever they are
 * written, or until the last day that Cassandra can count. It would refuse a row that expires
 * later. Safe for several threads.
 */
final class RowLifetime {
  private static final Logger LOG = LoggerFactory.getLogger(RowLifetime.class);

  private final String table;
  private final Duration ttl;
  private final Instant latestExpiry;
  private final Supplier<Instant> clock;
  private final AtomicBoolean told = new AtomicBoolean();

  /**
   * @param table what the log calls it
   * @param latestExpiry {@link ServerLimits#latestExpiry}
   */
  RowLifetime(String table, Duration ttl, Instant latestExpiry, Supplier<Instant> clock) {
    this.table = table;
    this.ttl = ttl;
    this.latestExpiry = latestExpiry;
    this.clock = clock;
  }

  /**
   * From now on; 1 where it is over, so that a row that took long to be written is gone at once.
   *
   * @param recordTime milliseconds since the epoch
   */
  int seconds(long recordTime) {
    Instant now = clock.get();
    Duration left = Duration.between(now, Instant.ofEpochMilli(recordTime).plus(ttl));
    Duration most = LetterLifetime.longest(now, latestExpiry);
    if (left.compareTo(most) > 0 && told.compareAndSet(false, true)) {
      LOG.warn(
          "rows of {} expire at {} and not {} days after their records' time: Cassandra cannot store a later date{}",
          table,
          now.plus(most),
          ttl.toDays(),
          LetterLifetime.remedy(latestExpiry));
    }
    return (int) Math.max(1, Math.min(left.toSeconds(), most.toSeconds()));
  }
}
