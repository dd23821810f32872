package io.tributary.consumer.query;

import io.tributary.runtime.config.OptionGroup;
import io.tributary.runtime.config.Setting;
import java.time.Duration;
import java.util.List;

/** How queries run. */
public final class QueryOptions extends OptionGroup {
  private static final Setting<TriggerKind> TRIGGER =
      Setting.choice(
          "TRIGGER",
          TriggerKind.class,
          TriggerKind.MICRO_BATCH,
          "how records are read: in batches, or one by one (latency of milliseconds instead of tenths of a second, but one task slot per partition all the time); can be changed with the same checkpoint");

  private static final Setting<Duration> TRIGGER_INTERVAL =
      Setting.duration(
          "TRIGGER_INTERVAL",
          "20ms",
          "shortest time between the starts of two batches, with TRIGGER=micro-batch");

  private static final Setting<Duration> EPOCH_INTERVAL =
      Setting.duration(
          "EPOCH_INTERVAL", "1s", "time between two commits of offsets, with TRIGGER=continuous");

  private static final Setting<Integer> MAX_RECORDS_PER_BATCH =
      Setting.integer(
          "MAX_RECORDS_PER_BATCH",
          200_000,
          1,
          Integer.MAX_VALUE,
          "largest number of records in a batch; limits what is repeated after a failure");

  private static final Setting<String> SPARK_MASTER =
      Setting.text(
          "SPARK_MASTER",
          "local[4]",
          "Spark's master; local[N] should have a slot for each partition; a master set by spark-submit takes precedence");

  private static final Setting<Integer> MAX_FAILURES =
      Setting.integer(
          "MAX_FAILURES",
          5,
          1,
          1_000,
          "how often in a row a query may fail without finishing a batch before its pipeline cannot continue; the process ends if no pipeline can");

  @Override
  public List<Setting<?>> settings() {
    return List.of(
        TRIGGER,
        TRIGGER_INTERVAL,
        EPOCH_INTERVAL,
        MAX_RECORDS_PER_BATCH,
        SPARK_MASTER,
        MAX_FAILURES);
  }

  /** What the options say. */
  public QuerySettings query() {
    return new QuerySettings(
        value(TRIGGER),
        value(TRIGGER_INTERVAL),
        value(EPOCH_INTERVAL),
        value(MAX_RECORDS_PER_BATCH),
        value(MAX_FAILURES),
        value(SPARK_MASTER));
  }
}
