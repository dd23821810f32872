package io.tributary.consumer.sink;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import io.tributary.consumer.fence.FenceMode;
import io.tributary.model.cql.DeadLetterCql;
import io.tributary.runtime.config.Durations;
import io.tributary.runtime.config.OptionGroup;
import io.tributary.runtime.config.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How rows and dead letters are written. */
public final class SinkOptions extends OptionGroup {
  private static final Setting<Integer> WRITES_IN_FLIGHT =
      Setting.integer(
          "WRITES_IN_FLIGHT", 16, 1, 1_024, "largest number of requests in flight per task");

  private static final Setting<DefaultConsistencyLevel> CASSANDRA_CONSISTENCY =
      Setting.choice(
          "CASSANDRA_CONSISTENCY",
          // serial and local-serial are for reads, and for the conditions of conditional writes
          Stream.of(DefaultConsistencyLevel.values()).filter(level -> !level.isSerial()).toList(),
          DefaultConsistencyLevel.LOCAL_QUORUM,
          "how many replicas acknowledge a write");

  private static final Setting<FenceMode> COMMIT_LOG_FENCE =
      Setting.choice(
          "COMMIT_LOG_FENCE",
          FenceMode.class,
          FenceMode.AUTO,
          "whether offsets are committed only after Cassandra's commit log is proved to be on disk: auto only if commitlog_sync is periodic and a single node may have a row, on always, off never (the last records are lost if Cassandra is killed)");

  private static final Setting<Duration> FUTURE_TOLERANCE =
      Setting.duration(
          "FUTURE_TOLERANCE",
          "10m",
          "how far a record's time may be ahead of the clock; a record beyond it becomes a dead letter");

  private static final Setting<Duration> DEAD_LETTER_TTL =
      new Setting<>(
          "DEAD_LETTER_TTL",
          "duration (30s, 5m, 2h, 30d), or 0",
          Optional.of("30d"),
          "how long a dead letter is kept; at most 7300d, and not beyond the last date that Cassandra can store (2038-01-19 by default); 0 keeps it for ever",
          false,
          SinkOptions::timeToLive);

  @Override
  public List<Setting<?>> settings() {
    return List.of(
        WRITES_IN_FLIGHT,
        CASSANDRA_CONSISTENCY,
        COMMIT_LOG_FENCE,
        FUTURE_TOLERANCE,
        DEAD_LETTER_TTL);
  }

  /** What the options say. */
  public SinkSettings sink() {
    return new SinkSettings(
        value(CASSANDRA_CONSISTENCY),
        value(WRITES_IN_FLIGHT),
        value(FUTURE_TOLERANCE),
        value(DEAD_LETTER_TTL),
        value(COMMIT_LOG_FENCE));
  }

  private static Duration timeToLive(String text) {
    Duration timeToLive = text.trim().equals("0") ? Duration.ZERO : Durations.parse(text);
    boolean never = timeToLive.isZero();
    // Cassandra counts seconds
    if ((!never && timeToLive.toSeconds() == 0)
        || timeToLive.compareTo(DeadLetterCql.LONGEST_TTL) > 0) {
      throw new IllegalArgumentException("neither 0 nor between 1s and 7300d");
    }
    return timeToLive;
  }
}
