package io.tributary.benchmarks.spark;

import io.tributary.benchmarks.order.Order;
import io.tributary.benchmarks.order.Variant;
import io.tributary.consumer.checkpoint.Checkpoint;
import io.tributary.consumer.metrics.EpochSigns;
import io.tributary.consumer.query.EpochWatch;
import io.tributary.consumer.query.QueryOptions;
import io.tributary.consumer.query.QuerySettings;
import io.tributary.consumer.query.RunningQuery;
import io.tributary.consumer.query.StreamingPipeline;
import io.tributary.consumer.query.TriggerKind;
import io.tributary.consumer.sink.SinkOptions;
import io.tributary.consumer.sink.SinkPlan;
import io.tributary.consumer.source.Skips;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.cassandra.CassandraConnection;
import io.tributary.runtime.config.InvalidConfigurationException;
import io.tributary.runtime.config.OptionGroup;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.runtime.registry.RegistryConnection;
import io.tributary.runtime.time.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.sql.SparkSession;

/**
 * The consumer's own query with its default settings, which an order may override by the names of
 * their environment variables.
 */
final class TributaryQuery implements Variant {
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
    return Map.of(
        "MAX_RECORDS_PER_BATCH",
        (double) read(new QueryOptions(), Map.of()).query().maxRecordsPerBatch(),
        "WRITES_IN_FLIGHT",
        (double) read(new SinkOptions(), Map.of()).sink().writesInFlight());
  }

  private static <G extends OptionGroup> G read(G group, Map<String, String> settings)
      throws InvalidConfigurationException {
    Map<String, String> ours = new HashMap<>(settings);
    ours.keySet().retainAll(group.settings().stream().map(Setting::name).toList());
    return OptionGroup.read(group, ours);
  }

  /** The query that an order wants. */
  static StreamingPipeline of(SparkSession spark, Order order) throws Exception {
    QuerySettings query = read(new QueryOptions(), order.settings()).query();
    Path definition = Path.of(order.text("definition"));
    Pipeline pipeline = Pipeline.load(definition);
    return new StreamingPipeline(
        pipeline,
        KafkaConnection.at(order.text("kafka")),
        new Checkpoint(order.text("checkpoint"), spark.sparkContext().hadoopConfiguration()),
        query.maxRecordsPerBatch(),
        query.trigger(),
        beginning(pipeline),
        new SinkPlan(
            pipeline.name(),
            Files.readString(definition),
            CassandraConnection.of(
                List.of(order.text("cassandra").split(",", -1)), order.text("datacenter"), "", ""),
            RegistryConnection.folder(Path.of("schemas")),
            List.of(pipeline.keyspace()),
            read(new SinkOptions(), order.settings()).sink(),
            List.of(),
            query.kind() == TriggerKind.CONTINUOUS,
            null),
        Skips.NONE,
        // Cassandra is there, or the benchmark fails in any case
        new EpochWatch(query.epochInterval(), () -> true, () -> {}, Ticker.system()));
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
