package io.tributary.benchmarks.stock;

import io.tributary.benchmarks.order.VariantMain;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** The JVM of the connector's sink; its Spark has the consumer's number of slots. */
public final class StockMain {
  private StockMain() {}

  /**
   * @param arguments port of the benchmark, Spark's master, Cassandra's host and port, data centre
   */
  public static void main(String[] arguments) throws Exception {
    try (SparkSession spark =
        SparkSession.builder()
            .appName("stock")
            .master(arguments[1])
            .config("spark.ui.enabled", false)
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.cassandra.connection.host", arguments[2])
            .config("spark.cassandra.connection.port", arguments[3])
            .config("spark.cassandra.connection.localDC", arguments[4])
            .getOrCreate()) {
      VariantMain.serve(
          arguments,
          Map.of(
              "stock", new StockQuery(spark, Map.of()),
              "stock_tuned", new StockQuery(spark, StockQuery.TUNED)));
    }
  }
}
