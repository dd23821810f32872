package io.tributary.consumer.query;

import io.tributary.consumer.checkpoint.Checkpoint;
import io.tributary.consumer.checkpoint.StartedBatch;
import io.tributary.consumer.sink.CassandraSinkProvider;
import io.tributary.consumer.sink.SinkPlan;
import io.tributary.consumer.source.KafkaSource;
import io.tributary.consumer.source.Skips;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.kafka.KafkaConnection;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.streaming.StreamingQueryWrapper;
import org.apache.spark.sql.execution.streaming.continuous.ContinuousExecution;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;

/**
 * The streaming query of one pipeline definition: both its topics into the sink, without anything
 * between.
 *
 * @param checkpoint where the query keeps the offsets that are done
 * @param beginning where a query without a checkpoint begins
 * @param skips records that are not read
 * @param watch over a query without batches
 */
public record StreamingPipeline(
    Pipeline pipeline,
    KafkaConnection kafka,
    Checkpoint checkpoint,
    int maxRecordsPerBatch,
    Trigger trigger,
    Map<TopicPartition, Long> beginning,
    SinkPlan sink,
    Skips skips,
    EpochWatch watch) {
  /**
   * More small records than Kafka sends of a partition at once, 1 MiB compressed: with every poll
   * Spark asks the broker where the partition begins and ends. The source bounds what large ones
   * take decompressed.
   */
  private static final int MAX_POLL_RECORDS = 10_000;

  /** As many of each partition as a query may have been at work on when it died, about. */
  private static final int CAREFUL_RECORDS = 10_000;

  /** Starts the query in the background. */
  public RunningQuery start(SparkSession spark) throws TimeoutException, IOException {
    checkpoint.forgetFailedWrites(); // of the run before
    Map<TopicPartition, Long> carefulUntil = carefulUntil();
    String startingOffsets = prepareCheckpoint();
    Optional<StartedBatch> begun = checkpoint.adopt(sink.definition());
    // each query has its share of the slots: the query's thread takes this over from ours
    spark.sparkContext().setLocalProperty("spark.scheduler.pool", pipeline.name());
    StreamingQuery query = start(records(spark, startingOffsets), carefulUntil, begun);
    return query instanceof StreamingQueryWrapper wrapper
            && wrapper.streamingQuery() instanceof ContinuousExecution continuous
        ? new ContinuousQuery(
            pipeline.name(), new SparkEpochs(continuous), watch, checkpoint::takeFailedWrite)
        : new SparkQuery(query);
  }

  private StreamingQuery start(
      DataStreamReader records,
      Map<TopicPartition, Long> carefulUntil,
      Optional<StartedBatch> begun)
      throws TimeoutException {
    try (var connection = KafkaSource.leave(kafka);
        var plan = CassandraSinkProvider.leave(sink.withBegun(begun))) {
      return records
          .options(KafkaSource.options(connection))
          .options(KafkaSource.caution(skips, carefulUntil))
          .load()
          .writeStream()
          .queryName(pipeline.name())
          .format(CassandraSinkProvider.class.getName())
          .options(CassandraSinkProvider.options(plan))
          .option("checkpointLocation", checkpoint.toString())
          .trigger(trigger)
          .start();
    }
  }

  /**
   * Brings the checkpoint into a state that either trigger can go on from, and tells where a query
   * begins that has no commit yet.
   */
  private String prepareCheckpoint() throws IOException {
    if (!sink.continuous()) {
      // the next batch may be planned already: then it is done as planned
      checkpoint.forgetPlanned(1);
      checkpoint.completeForBatches();
      return Checkpoint.json(beginning);
    }
    // Spark would take an epoch's planned end for its true one
    checkpoint.forgetPlanned(0);
    checkpoint.begin(beginning);
    // partitions may have come since it was begun, and Spark wants an offset for each
    Map<TopicPartition, Long> positions = new HashMap<>(beginning);
    positions.putAll(checkpoint.positions());
    return Checkpoint.json(positions);
  }

  /**
   * Behind the records that a query which went before has not finished, and may have died of:
   * nobody else can tell, since a process without memory ends at once.
   */
  private Map<TopicPartition, Long> carefulUntil() throws IOException {
    Map<TopicPartition, Long> until = new HashMap<>(checkpoint.positions());
    until.replaceAll((partition, offset) -> offset + CAREFUL_RECORDS);
    checkpoint.planned().forEach((partition, end) -> until.merge(partition, end, Math::max));
    return until;
  }

  private DataStreamReader records(SparkSession spark, String startingOffsets) {
    return KafkaSource.reader(spark)
        .option("kafka.bootstrap.servers", kafka.hosts())
        .option("subscribe", String.join(",", pipeline.topic().names()))
        .option("startingOffsets", startingOffsets)
        .option("kafka.max.poll.records", MAX_POLL_RECORDS)
        .option("failOnDataLoss", true)
        .option("maxOffsetsPerTrigger", maxRecordsPerBatch);
  }
}
