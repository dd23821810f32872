package io.tributary.consumer.query;

import io.tributary.runtime.command.CommandFailed;
import java.time.Duration;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.status.api.v1.ExecutorSummary;
import scala.collection.JavaConverters;

/**
 * How many tasks Spark can run side by side. A query without batches holds a slot for each
 * partition all the time; with fewer slots it would stand still without a word.
 */
public final class TaskSlots {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
  private static final Duration LOCAL_LIMIT = Duration.ofSeconds(5);

  private TaskSlots() {}

  /**
   * Returns when Spark has as many slots; executors may take a while to come.
   *
   * @param wait how long to wait for executors
   * @param needed what the slots are for, in words
   * @throws CommandFailed when Spark has fewer by then
   */
  public static void await(SparkSession spark, int slots, String needed, Duration wait)
      throws CommandFailed, InterruptedException {
    SparkContext context = spark.sparkContext();
    Duration limit = context.isLocal() ? LOCAL_LIMIT : wait;
    long end = System.nanoTime() + limit.toNanos();
    while (slots(context) < slots) {
      if (System.nanoTime() - end >= 0) {
        throw new CommandFailed(
            "TRIGGER=continuous needs a task slot for each partition, %d in all (%s), and Spark at %s has %d: set %s, or TRIGGER=micro-batch"
                .formatted(
                    slots,
                    needed,
                    context.master(),
                    slots(context),
                    context.isLocal()
                        ? "SPARK_MASTER=local[%d]".formatted(slots)
                        : "SPARK_CORES_MAX and the workers' cores to %d or more".formatted(slots)));
      }
      Thread.sleep(BETWEEN_LOOKS.toMillis());
    }
  }

  private static int slots(SparkContext context) {
    int cores = 0;
    for (ExecutorSummary executor :
        JavaConverters.seqAsJavaList(context.statusStore().executorList(true))) {
      cores += executor.totalCores();
    }
    return cores / context.getConf().getInt("spark.task.cpus", 1);
  }
}
