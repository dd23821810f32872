package io.tributary.consumer.query;

import io.tributary.consumer.checkpoint.Checkpoint;
import io.tributary.consumer.sink.CassandraSink;
import io.tributary.consumer.sink.SinkOptions;
import io.tributary.consumer.source.KafkaSource;
import io.tributary.model.definition.Pipeline;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;

/**
 * The streaming query of one pipeline definition: both its topics into the sink, without anything
 * between.
 *
 * @param checkpoint where the query keeps the offsets that are done
 * @param from where a query without a checkpoint begins
 */
public record StreamingPipeline(
    Pipeline pipeline,
    String bootstrapServers,
    Checkpoint checkpoint,
    StartingPoint from,
    int maxRecordsPerBatch,
    Trigger trigger,
    SinkOptions sink) {

  /** Starts the query in the background. */
  public RunningQuery start(SparkSession spark) throws TimeoutException {
    // each query has its share of the slots: the query's thread takes this over from ours
    spark.sparkContext().setLocalProperty("spark.scheduler.pool", pipeline.name());
    return new SparkQuery(
        records(spark)
            .writeStream()
            .queryName(pipeline.name())
            .format(CassandraSink.class.getName())
            .options(sink.toMap())
            .option("checkpointLocation", checkpoint.toString())
            .trigger(trigger)
            .start());
  }

  private Dataset<?> records(SparkSession spark) {
    return spark
        .readStream()
        .format(KafkaSource.class.getName())
        .option("kafka.bootstrap.servers", bootstrapServers)
        .option("subscribe", pipeline.topic().name() + "," + pipeline.topic().rejected())
        .option("startingOffsets", from.word())
        .option("includeHeaders", true)
        .option("failOnDataLoss", true)
        .option("maxOffsetsPerTrigger", maxRecordsPerBatch)
        .load();
  }
}
