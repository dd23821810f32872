package io.tributary.consumer.query;

import io.tributary.runtime.time.Ticker;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Detects when a continuous query has stalled. It begins and commits an epoch every {@code
 * EPOCH_INTERVAL}, whether records come or not, and nothing but the absence of what its tasks wait
 * for (Cassandra, or the schema registry) is a reason not to commit. For all runs of one query, by
 * one thread at a time.
 */
public final class EpochWatch {
  /** How long, beside the interval, no epoch may begin. */
  static final Duration NONE_BEGUN = Duration.ofSeconds(30);

  /** How long, beside two intervals, no epoch may be committed while all others answer. */
  static final Duration NONE_COMMITTED = Duration.ofSeconds(45);

  /** A query that is stopped again and again may only need longer. */
  static final Duration LONGEST_PATIENCE = Duration.ofMinutes(10);

  /** The others are not asked before that. */
  static final Duration QUIET = Duration.ofSeconds(10);

  /** How often they are asked once it is quiet. */
  static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(5);

  private final Duration interval;
  private final ServiceStatus others;
  private final Runnable stalled;
  private final Ticker ticker;
  private Duration patience;

  private long epoch;
  private long begun;
  private @Nullable Object committed;
  private long lastCommit;
  private long since;
  private long asked;

  /**
   * @param interval time between the beginnings of two epochs
   * @param others what the query's tasks wait for: Cassandra, and the schema registry
   * @param stalled told each time that the query has stalled
   */
  public EpochWatch(Duration interval, ServiceStatus others, Runnable stalled, Ticker ticker) {
    this.interval = interval;
    this.others = others;
    this.stalled = stalled;
    this.ticker = ticker;
    this.patience = firstPatience();
  }

  /**
   * A run of the query begins.
   *
   * @param now the epoch that it begins with
   * @param done stands for what has been committed by then
   */
  void begin(long now, Object done) {
    epoch = now;
    committed = done;
    begun = ticker.nanos();
    committedNow();
  }

  /**
   * How the query has stalled, if it has; to be asked every second or so until then. Once it was
   * found without commits, the next runs have twice as long, until one commits an epoch.
   *
   * @param now the epoch that has begun last
   * @param done another object after each commit, even an equal one
   */
  Optional<String> look(long now, Object done) throws InterruptedException {
    Optional<String> why = noneBegins(now);
    if (why.isEmpty()) {
      why = noneIsCommitted(done);
    }
    why.ifPresent(still -> stalled.run());
    return why;
  }

  /**
   * The thread that begins them dies quietly when Kafka is away for longer than its client tries.
   */
  private Optional<String> noneBegins(long now) {
    long time = ticker.nanos();
    if (now != epoch) {
      epoch = now;
      begun = time;
    }
    return time - begun > NONE_BEGUN.plus(interval).toNanos()
        ? Optional.of(
            String.format(
                Locale.ROOT, "no epoch began for %d s; Kafka may be down", seconds(time - begun)))
        : Optional.empty();
  }

  @SuppressWarnings("ReferenceEquality") // an epoch without records commits an equal object
  private Optional<String> noneIsCommitted(Object done) throws InterruptedException {
    if (done != committed) {
      committed = done;
      patience = firstPatience();
      committedNow();
      return Optional.empty();
    }
    long time = ticker.nanos();
    if (time - lastCommit < QUIET.plus(interval).toNanos()
        || time - asked < BETWEEN_QUESTIONS.toNanos()) {
      return Optional.empty();
    }
    boolean there = others.isThere();
    asked = ticker.nanos();
    if (!there) {
      since = asked;
    }
    if (asked - since < patience.toNanos()) {
      return Optional.empty();
    }
    Duration twice = patience.multipliedBy(2);
    patience = twice.compareTo(LONGEST_PATIENCE) > 0 ? LONGEST_PATIENCE : twice;
    return Optional.of(
        String.format(
            Locale.ROOT,
            "no epoch was committed for %d s although nothing that it waits for is down",
            seconds(asked - lastCommit)));
  }

  private Duration firstPatience() {
    return NONE_COMMITTED.plus(interval.multipliedBy(2));
  }

  private void committedNow() {
    lastCommit = ticker.nanos();
    since = lastCommit;
    asked = lastCommit;
  }

  private static long seconds(long nanos) {
    return Duration.ofNanos(nanos).toSeconds();
  }
}
