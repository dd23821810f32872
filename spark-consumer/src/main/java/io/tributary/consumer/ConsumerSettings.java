package io.tributary.consumer;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import io.tributary.consumer.fence.FenceMode;
import io.tributary.consumer.query.TriggerKind;
import io.tributary.model.cql.DeadLetterCql;
import io.tributary.runtime.config.Durations;
import io.tributary.runtime.config.OptionGroup;
import io.tributary.runtime.config.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The settings of the consumer. */
public final class ConsumerSettings extends OptionGroup {
  public static final Setting<String> CHECKPOINT_DIR =
      Setting.text(
          "CHECKPOINT_DIR",
          "checkpoints",
          "folder of the checkpoints, with one folder for each pipeline: a path, or a URL that Hadoop understands");

  public static final Setting<TriggerKind> TRIGGER =
      Setting.choice(
          "TRIGGER",
          TriggerKind.class,
          TriggerKind.MICRO_BATCH,
          "how records are read: in batches, or one by one (latency of milliseconds instead of tenths of a second, but one task slot per partition all the time); can be changed with the same checkpoint");

  public static final Setting<Duration> EPOCH_INTERVAL =
      Setting.duration(
          "EPOCH_INTERVAL", "1s", "time between two commits of offsets, with TRIGGER=continuous");

  public static final Setting<Duration> TRIGGER_INTERVAL =
      Setting.duration(
          "TRIGGER_INTERVAL",
          "20ms",
          "shortest time between the starts of two batches, with TRIGGER=micro-batch");

  public static final Setting<Integer> MAX_RECORDS_PER_BATCH =
      Setting.integer(
          "MAX_RECORDS_PER_BATCH",
          200_000,
          1,
          Integer.MAX_VALUE,
          "largest number of records in a batch; limits what is repeated after a failure");

  public static final Setting<String> SPARK_MASTER =
      Setting.text(
          "SPARK_MASTER",
          "local[4]",
          "Spark's master; local[N] should have a slot for each partition; a master set by spark-submit takes precedence");

  public static final Setting<Integer> WRITES_IN_FLIGHT =
      Setting.integer(
          "WRITES_IN_FLIGHT", 16, 1, 1_024, "largest number of requests in flight per task");

  public static final Setting<DefaultConsistencyLevel> CASSANDRA_CONSISTENCY =
      Setting.choice(
          "CASSANDRA_CONSISTENCY",
          // serial and local-serial are for reads, and for the conditions of conditional writes
          Stream.of(DefaultConsistencyLevel.values()).filter(level -> !level.isSerial()).toList(),
          DefaultConsistencyLevel.LOCAL_QUORUM,
          "how many replicas acknowledge a write");

  public static final Setting<FenceMode> COMMIT_LOG_FENCE =
      Setting.choice(
          "COMMIT_LOG_FENCE",
          FenceMode.class,
          FenceMode.AUTO,
          "whether offsets are committed only after Cassandra's commit log is proved to be on disk: auto only if commitlog_sync is periodic and a single node may have a row, on always, off never (the last records are lost if Cassandra is killed)");

  public static final Setting<Duration> FUTURE_TOLERANCE =
      Setting.duration(
          "FUTURE_TOLERANCE",
          "10m",
          "how far a record's time may be ahead of the clock; a record beyond it becomes a dead letter");

  public static final Setting<Duration> DEAD_LETTER_TTL =
      new Setting<>(
          "DEAD_LETTER_TTL",
          "duration (30s, 5m, 2h, 30d), or 0",
          Optional.of("30d"),
          "how long a dead letter is kept; at most 7300d, and not beyond the last date that Cassandra can store (2038-01-19 by default); 0 keeps it for ever",
          false,
          ConsumerSettings::timeToLive);

  public static final Setting<Double> DEAD_LETTER_ALERT_RATIO =
      new Setting<>(
          "DEAD_LETTER_ALERT_RATIO",
          "number from 0 to 1",
          Optional.of("0.1"),
          "/ready and the metrics show an alert if more than this share of the last ten minutes' records are dead letters; 1 for no alert",
          false,
          ConsumerSettings::ratio);

  public static final Setting<String> SKIP_RECORDS =
      Setting.text(
          "SKIP_RECORDS",
          "",
          "unreadable records to skip, such as users_created-0@17 or users_created-0@17..42, separated by commas; each becomes a dead letter SKIPPED; --skip adds to them");

  public static final Setting<Integer> MAX_FAILURES =
      Setting.integer(
          "MAX_FAILURES",
          5,
          1,
          1_000,
          "how often in a row a query may fail without finishing a batch before its pipeline cannot continue; the process ends if no pipeline can");

  public static final Setting<Duration> START_WAIT =
      Setting.duration(
          "START_WAIT",
          "2m",
          "how long to wait for Kafka, Cassandra, topics and tables when the process starts");

  private static final List<Setting<?>> ALL =
      List.of(
          CHECKPOINT_DIR,
          TRIGGER,
          TRIGGER_INTERVAL,
          EPOCH_INTERVAL,
          MAX_RECORDS_PER_BATCH,
          SPARK_MASTER,
          WRITES_IN_FLIGHT,
          CASSANDRA_CONSISTENCY,
          COMMIT_LOG_FENCE,
          FUTURE_TOLERANCE,
          DEAD_LETTER_TTL,
          DEAD_LETTER_ALERT_RATIO,
          SKIP_RECORDS,
          MAX_FAILURES,
          START_WAIT);

  @Override
  public List<Setting<?>> settings() {
    return ALL;
  }

  /** The value of one of these. */
  public <T> T get(Setting<T> setting) {
    return value(setting);
  }

  private static double ratio(String text) {
    double ratio = Double.parseDouble(text);
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new IllegalArgumentException("not from 0 to 1");
    }
    return ratio;
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
