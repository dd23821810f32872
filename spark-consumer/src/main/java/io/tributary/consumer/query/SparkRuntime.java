package io.tributary.consumer.query;

import io.tributary.consumer.checkpoint.LocalCheckpointFiles;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/** Spark, set up for streaming only: no interface, no metrics system, little kept of the past. */
public final class SparkRuntime implements AutoCloseable {
  private static final int TRIES = 4;

  /** Spark refuses to try such a task again, and would name that as the reason. */
  private static final int CONTINUOUS_TRIES = 1;

  private static final Map<String, String> FOR_STREAMING =
      Map.ofEntries(
          Map.entry("spark.sql.session.timeZone", "UTC"),
          Map.entry("spark.sql.shuffle.partitions", "1"),
          Map.entry("spark.sql.streaming.noDataMicroBatches.enabled", "false"),
          Map.entry("spark.sql.streaming.minBatchesToRetain", "20"),
          Map.entry("spark.sql.streaming.numRecentProgressUpdates", "4"),
          // each batch is a job: what is kept of them would grow with time
          Map.entry("spark.ui.retainedJobs", "4"),
          Map.entry("spark.ui.retainedStages", "4"),
          Map.entry("spark.ui.retainedTasks", "64"),
          Map.entry("spark.sql.ui.retainedExecutions", "2"),
          Map.entry("spark.metrics.staticSources.enabled", "false"),
          Map.entry("spark.sql.ui.explainMode", "simple"),
          // the tasks of one pipeline's backlog do not keep another's waiting
          Map.entry("spark.scheduler.mode", "FAIR"),
          Map.entry(LocalCheckpointFiles.SETTING, LocalCheckpointFiles.class.getName()));

  private static final Map<String, String> LOCAL =
      Map.of(
          "spark.ui.enabled", "false",
          "spark.driver.bindAddress", "127.0.0.1",
          "spark.driver.host", "127.0.0.1");

  private final SparkSession spark;

  private SparkRuntime(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * Starts Spark.
   *
   * @param master used unless spark-submit or a system property names one
   * @param continuous for queries without batches
   */
  public static SparkRuntime start(String master, boolean continuous) {
    SparkConf conf = new SparkConf();
    int tries = continuous ? CONTINUOUS_TRIES : TRIES;
    conf.setIfMissing("spark.master", withTries(master, tries));
    conf.setIfMissing("spark.task.maxFailures", Integer.toString(tries));
    conf.setIfMissing("spark.app.name", "tributary-consumer");
    if (conf.get("spark.master").startsWith("local")) {
      LOCAL.forEach(conf::setIfMissing);
    }
    FOR_STREAMING.forEach(conf::setIfMissing);
    return new SparkRuntime(SparkSession.builder().config(conf).getOrCreate());
  }

  /** Hadoop's settings as Spark will have them, among them where a path without a scheme is. */
  public static Configuration hadoop() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }

  public SparkSession spark() {
    return spark;
  }

  /** Spark's local mode ends a query with the first failure of a task unless told otherwise. */
  static String withTries(String master, int tries) {
    return master.equals("local")
        ? String.format(Locale.ROOT, "local[1,%d]", tries)
        : master.replaceFirst(
            "^local\\[([^,\\]]+)]$", String.format(Locale.ROOT, "local[$1,%d]", tries));
  }

  @Override
  public void close() {
    spark.stop();
  }
}
