package io.tributary.consumer.query;

import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.retry.Backoff;
import io.tributary.runtime.retry.Retry;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.Schedulable;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.status.api.v1.ExecutorSummary;
import scala.Option;
import scala.collection.JavaConverters;

/**
 * How many tasks Spark can run side by side. A query without batches holds a slot for each
 * partition all the time; with fewer slots it would stall without a message.
 */
public final class TaskSlots {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
  private static final Duration LOCAL_LIMIT = Duration.ofSeconds(5);

  /** Tasks are interrupted, but one of them may be in the midst of a request. */
  private static final Duration TASKS_END = Duration.ofSeconds(30);

  private TaskSlots() {}

  /**
   * Returns when Spark has as many slots; executors may take a while to come.
   *
   * @param wait how long to wait for executors
   * @param needed what the slots are for, in words
   * @throws CommandFailedException when Spark has fewer by then
   */
  public static void await(SparkSession spark, int slots, String needed, Duration wait)
      throws CommandFailedException, InterruptedException {
    SparkContext context = spark.sparkContext();
    await(
        context,
        slots,
        context.isLocal() ? LOCAL_LIMIT : wait,
        () ->
            String.format(
                Locale.ROOT,
                "TRIGGER=continuous needs a task slot for each partition, %d in all (%s), and Spark at %s has %d: set %s, or TRIGGER=micro-batch",
                slots,
                needed,
                context.master(),
                slots(context),
                context.isLocal()
                    ? String.format(Locale.ROOT, "SPARK_MASTER=local[%d]", slots)
                    : String.format(
                        Locale.ROOT,
                        "SPARK_CORES_MAX and the workers' cores to %d or more",
                        slots)));
  }

  /**
   * Returns when Spark has an executor: a query that has none, and nothing to do, would look well.
   *
   * @param wait how long to wait for it
   * @throws CommandFailedException when Spark has none by then
   */
  public static void awaitAny(SparkSession spark, Duration wait)
      throws CommandFailedException, InterruptedException {
    SparkContext context = spark.sparkContext();
    if (context.isLocal()) {
      return;
    }
    await(
        context,
        1,
        wait,
        () ->
            String.format(
                Locale.ROOT,
                "Spark at %s has given no executor within %d s: check that its workers are up, and that one of them has %s cores (SPARK_EXECUTOR_CORES) and %s of memory (SPARK_EXECUTOR_MEMORY) free",
                context.master(),
                wait.toSeconds(),
                context.getConf().get("spark.executor.cores", "1"),
                context.getConf().get("spark.executor.memory", "1g")));
  }

  private static void await(
      SparkContext context, int slots, Duration limit, Supplier<String> shortage)
      throws CommandFailedException, InterruptedException {
    if (!new Retry(limit, Backoff.every(BETWEEN_LOOKS)).until(() -> slots(context) >= slots)) {
      throw new CommandFailedException(shortage.get());
    }
  }

  /**
   * Returns when a pipeline's query that has ended holds no slot any more.
   *
   * @throws IllegalStateException when its tasks do not end
   */
  public static void awaitFree(SparkSession spark, String pool) throws InterruptedException {
    SparkContext context = spark.sparkContext();
    if (!new Retry(TASKS_END, Backoff.every(BETWEEN_LOOKS))
        .until(() -> runningTasks(context, pool) == 0)) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%d tasks of the previous query still hold their slots",
              runningTasks(context, pool)));
    }
  }

  private static int runningTasks(SparkContext context, String pool) {
    Option<Schedulable> tasks = context.getPoolForName(pool);
    return tasks.isDefined() ? tasks.get().runningTasks() : 0;
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
