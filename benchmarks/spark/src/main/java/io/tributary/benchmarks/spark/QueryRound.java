package io.tributary.benchmarks.spark;

import io.tributary.benchmarks.order.Variant;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.apache.spark.sql.streaming.StreamingQueryProgress;

/**
 * Times one query over one backlog: from the start of its first task to the commit of the offsets
 * of its last batch, by what Spark itself reports, or to the end of its last epoch just before that
 * commit, by what our sink does.
 */
public final class QueryRound {
  private static final long LIMIT_MINUTES = 60;
  private static final double MILLIS = 1e3;

  private final SparkSession spark;

  public QueryRound(SparkSession spark) {
    this.spark = spark;
  }

  /** Starts a query in the background. */
  @FunctionalInterface
  public interface Start {
    /** Returns what stops the query. */
    Stop begin() throws Exception;
  }

  /** Stops a query. */
  @FunctionalInterface
  public interface Stop {
    void now() throws Exception;
  }

  /** Runs the query until it has done so many records, and stops it. */
  public Map<String, Double> run(Start query, long records, Runnable began) throws Exception {
    return run(query, records, began, done -> new SparkListener() {});
  }

  /**
   * The same for a query without batches, whose progress Spark reports to nobody.
   *
   * @param epochs makes a listener that tells how many records the query has done in all
   */
  public Map<String, Double> run(
      Start query, long records, Runnable began, Function<LongConsumer, SparkListener> epochs)
      throws Exception {
    FirstTask first = new FirstTask(began);
    LastBatch last = new LastBatch(records);
    SparkListener lastEpoch = epochs.apply(last::done);
    spark.sparkContext().addSparkListener(first);
    spark.sparkContext().addSparkListener(lastEpoch);
    spark.streams().addListener(last);
    try {
      Stop stop = query.begin();
      try {
        long ended = get(last.ended);
        return Map.of(Variant.SECONDS, (ended - get(first.started)) / MILLIS);
      } finally {
        stop.now();
      }
    } finally {
      spark.streams().removeListener(last);
      spark.sparkContext().removeSparkListener(lastEpoch);
      spark.sparkContext().removeSparkListener(first);
    }
  }

  private static long get(CompletableFuture<Long> time) throws Exception {
    try {
      return time.get(LIMIT_MINUTES, TimeUnit.MINUTES);
    } catch (ExecutionException | TimeoutException failed) {
      throw new IllegalStateException("the query did not get to the end", failed);
    }
  }

  private static final class FirstTask extends SparkListener {
    private final Runnable told;
    private final CompletableFuture<Long> started = new CompletableFuture<>();

    private FirstTask(Runnable told) {
      this.told = told;
    }

    @Override
    public void onTaskStart(SparkListenerTaskStart task) {
      if (started.complete(task.taskInfo().launchTime())) {
        told.run();
      }
    }
  }

  private static final class LastBatch extends StreamingQueryListener {
    private final long records;
    private final AtomicLong done = new AtomicLong();
    private final CompletableFuture<Long> ended = new CompletableFuture<>();

    private LastBatch(long records) {
      this.records = records;
    }

    /** So many records are done in all, now. */
    private void done(long inAll) {
      if (inAll >= records) {
        ended.complete(System.currentTimeMillis());
      }
    }

    @Override
    public void onQueryStarted(QueryStartedEvent event) {
      // what counts begins with its first task
    }

    @Override
    public void onQueryProgress(QueryProgressEvent event) {
      StreamingQueryProgress batch = event.progress();
      if (done.addAndGet(batch.numInputRows()) >= records) {
        ended.complete(
            Instant.parse(batch.timestamp()).toEpochMilli()
                + batch.durationMs().getOrDefault("triggerExecution", 0L));
      }
    }

    @Override
    public void onQueryTerminated(QueryTerminatedEvent event) {
      ended.completeExceptionally(
          new IllegalStateException("the query ended: " + event.exception()));
    }
  }
}
