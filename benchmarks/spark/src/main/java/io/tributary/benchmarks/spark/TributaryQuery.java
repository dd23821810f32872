package io.tributary.benchmarks.spark;

import io.tributary.benchmarks.order.Order;
import io.tributary.benchmarks.order.Variant;
import io.tributary.consumer.ConsumerSettings;
import io.tributary.consumer.checkpoint.Checkpoint;
import io.tributary.consumer.metrics.EpochSigns;
import io.tributary.consumer.query.EpochWatch;
import io.tributary.consumer.query.RunningQuery;
import io.tributary.consumer.query.StreamingPipeline;
import io.tributary.consumer.query.TriggerKind;
import io.tributary.consumer.sink.SinkOptions;
import io.tributary.consumer.source.Skips;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.config.OptionGroup;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.time.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;

/**
 * The consumer's own query with its default settings, which an order may override by the names of
 * their environment variables.
 */
final class TributaryQuery implements Variant {
  private static final List<Setting<?>> SETTINGS =
      List.of(
          ConsumerSettings.TRIGGER,
          ConsumerSettings.TRIGGER_INTERVAL,
          ConsumerSettings.EPOCH_INTERVAL,
          ConsumerSettings.MAX_RECORDS_PER_BATCH,
          ConsumerSettings.WRITES_IN_FLIGHT,
          ConsumerSettings.CASSANDRA_CONSISTENCY,
          ConsumerSettings.COMMIT_LOG_FENCE,
          ConsumerSettings.FUTURE_TOLERANCE,
          ConsumerSettings.DEAD_LETTER_TTL);

  private final WarmSpark warm;

  TributaryQuery(WarmSpark warm) {
    this.warm = warm;
  }

  @Override
  public Map<String, Double> run(Order order, Runnable began) throws Exception {
    SparkSession spark = warm.of(order);
    StreamingPipeline query = of(spark, order);
    return new QueryRound(spark)
        .run(
            () -> {
              RunningQuery running = query.start(spark);
              return running::stop;
            },
            order.number("records"),
            began,
            told -> new EpochSigns(epoch -> told.accept(epoch.written().records())));
  }

  /** What the consumer does where nothing is set, for others to do the same. */
  static Map<String, Double> defaults(Order order, Runnable began) throws Exception {
    ConsumerSettings settings = OptionGroup.read(new ConsumerSettings(), Map.of());
    return Map.of(
        ConsumerSettings.MAX_RECORDS_PER_BATCH.name(),
        (double) settings.get(ConsumerSettings.MAX_RECORDS_PER_BATCH),
        ConsumerSettings.WRITES_IN_FLIGHT.name(),
        (double) settings.get(ConsumerSettings.WRITES_IN_FLIGHT));
  }

  private static Map<String, String> ours(Order order) {
    Map<String, String> ours = new HashMap<>(order.settings());
    ours.keySet().retainAll(SETTINGS.stream().map(Setting::name).toList());
    return ours;
  }

  /** The query that an order wants. */
  static StreamingPipeline of(SparkSession spark, Order order) throws Exception {
    ConsumerSettings settings = OptionGroup.read(new ConsumerSettings(), ours(order));
    Path definition = Path.of(order.text("definition"));
    Pipeline pipeline = Pipeline.load(definition);
    boolean continuous = settings.get(ConsumerSettings.TRIGGER) == TriggerKind.CONTINUOUS;
    return new StreamingPipeline(
        pipeline,
        order.text("kafka"),
        new Checkpoint(order.text("checkpoint"), spark.sparkContext().hadoopConfiguration()),
        settings.get(ConsumerSettings.MAX_RECORDS_PER_BATCH),
        continuous
            ? Trigger.Continuous(settings.get(ConsumerSettings.EPOCH_INTERVAL).toMillis())
            : Trigger.ProcessingTime(settings.get(ConsumerSettings.TRIGGER_INTERVAL).toMillis()),
        beginning(pipeline),
        new SinkOptions(
            pipeline.name(),
            Files.readString(definition),
            order.text("cassandra"),
            order.text("datacenter"),
            "",
            "",
            List.of(pipeline.table().keyspace()),
            settings.get(ConsumerSettings.CASSANDRA_CONSISTENCY),
            settings.get(ConsumerSettings.WRITES_IN_FLIGHT),
            settings.get(ConsumerSettings.FUTURE_TOLERANCE),
            settings.get(ConsumerSettings.DEAD_LETTER_TTL),
            settings.get(ConsumerSettings.COMMIT_LOG_FENCE),
            continuous,
            null),
        Skips.NONE,
        // Cassandra is there, or the benchmark fails in any case
        new EpochWatch(
            settings.get(ConsumerSettings.EPOCH_INTERVAL), () -> true, () -> {}, Ticker.system()));
  }

  /** The topics of a benchmark are new: all of their records are there. */
  private static Map<TopicPartition, Long> beginning(Pipeline pipeline) {
    Map<TopicPartition, Long> beginning = new HashMap<>();
    for (int partition = 0; partition < pipeline.topic().partitions(); partition++) {
      beginning.put(new TopicPartition(pipeline.topic().name(), partition), 0L);
    }
    beginning.put(new TopicPartition(pipeline.topic().rejected(), 0), 0L);
    return beginning;
  }
}
