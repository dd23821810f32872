package io.tributary.benchmarks.spark;

import io.tributary.benchmarks.order.Order;
import io.tributary.benchmarks.order.Variant;
import io.tributary.consumer.source.KafkaSource;
import io.tributary.model.definition.Pipeline;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/** The consumer's source with a sink that does nothing: what Spark itself takes. */
final class NoopQuery implements Variant {
  private final WarmSpark warm;

  NoopQuery(WarmSpark warm) {
    this.warm = warm;
  }

  @Override
  public Map<String, Double> run(Order order, Runnable began) throws Exception {
    SparkSession spark = warm.of(order);
    Pipeline pipeline = Pipeline.load(Path.of(order.text("definition")));
    return new QueryRound(spark)
        .run(
            () -> {
              StreamingQuery query =
                  KafkaSource.reader(spark)
                      .option("kafka.bootstrap.servers", order.text("kafka"))
                      .option("subscribe", pipeline.topic().name())
                      .option("startingOffsets", "earliest")
                      .option("maxOffsetsPerTrigger", order.text("batch"))
                      .load()
                      .writeStream()
                      .format("noop")
                      .option("checkpointLocation", order.text("checkpoint"))
                      .start();
              return query::stop;
            },
            order.number("records"),
            began);
  }
}
