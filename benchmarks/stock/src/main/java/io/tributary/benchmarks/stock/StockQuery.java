package io.tributary.benchmarks.stock;

import io.tributary.benchmarks.order.Order;
import io.tributary.benchmarks.order.Variant;
import io.tributary.benchmarks.spark.QueryRound;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.types.StructType;

/** The users' events by {@code from_json} into the connector's streaming sink. */
final class StockQuery implements Variant {
  /**
   * What the connector's reference offers for writing faster: batches of the rows of one replica
   * set, of the size that ours have, more of them under way, one replica's acknowledgement, absent
   * values left unset.
   */
  static final Map<String, String> TUNED =
      Map.of(
          "spark.cassandra.output.batch.grouping.key", "replica_set",
          "spark.cassandra.output.batch.size.rows", "32",
          "spark.cassandra.output.concurrent.writes", "32",
          "spark.cassandra.output.consistency.level", "LOCAL_ONE",
          "spark.cassandra.output.ignoreNulls", "true");

  private static final StructType EVENT =
      StructType.fromDDL(
          "id STRING, first_name STRING, last_name STRING, gender STRING, address STRING, post_code"
              + " STRING, email STRING, username STRING, dob TIMESTAMP, registered_date TIMESTAMP,"
              + " phone STRING, picture STRING");

  private final SparkSession spark;
  private final Map<String, String> options;

  StockQuery(SparkSession spark, Map<String, String> options) {
    this.spark = spark;
    this.options = options;
  }

  @Override
  public Map<String, Double> run(Order order, Runnable began) throws Exception {
    return new QueryRound(spark)
        .run(
            () -> {
              StreamingQuery query =
                  events(order)
                      .writeStream()
                      .format("org.apache.spark.sql.cassandra")
                      .option("keyspace", order.text("keyspace"))
                      .option("table", order.text("table"))
                      .options(options)
                      .option("checkpointLocation", order.text("checkpoint"))
                      .outputMode("append")
                      .start();
              return query::stop;
            },
            order.number("records"),
            began);
  }

  private Dataset<Row> events(Order order) {
    Column json = functions.col("value").cast("string");
    return spark
        .readStream()
        .format("kafka")
        .option("kafka.bootstrap.servers", order.text("kafka"))
        .option("subscribe", order.text("topic"))
        .option("kafka.isolation.level", "read_committed")
        .option("startingOffsets", "earliest")
        .option("maxOffsetsPerTrigger", order.text("batch"))
        .load()
        .select(functions.from_json(json, EVENT).as("event"))
        .select("event.*");
  }
}
