package io.tributary.consumer.fence;

import io.tributary.consumer.cassandra.FirstLine;
import io.tributary.consumer.cassandra.WriteFailure;
import io.tributary.runtime.retry.Backoff;
import io.tributary.runtime.retry.Retry;
import io.tributary.runtime.time.Ticker;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Proves that writes survive a kill of Cassandra although its commit log reaches the disk later
 * than their acknowledgements ({@code commitlog_sync: periodic}). A node acknowledges a write only
 * while its last finished sync began less than the lag bound ago; so a small write that is made
 * more than the lag bound after the others proves, by its acknowledgement, that a sync which began
 * after all of them has finished. That holds as long as it is the same process all the time, which
 * the node's generation shows.
 *
 * <p>This is how {@code org.apache.cassandra.db.commitlog.PeriodicCommitLogService} and {@code
 * AbstractCommitLogService} work, as read in Cassandra 5.0.8 and 5.0.9, which have the same ones;
 * {@code CommitLogClassesIT} in {@code local-stack} fails when a version has others.
 *
 * <p>For one query, from before its first write; once broken it stays so. Not safe for use by
 * several threads.
 */
public final class Fence {
  /** The server's clock ticks in milliseconds, and so does its lag bound. */
  private static final Duration MARGIN = Duration.ofMillis(1);

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);

  private final FencedNodes nodes;
  private final Duration wait;
  private final Duration limit;
  private final Ticker ticker;
  private final Map<UUID, Integer> generations;
  private boolean broken;

  private Fence(
      FencedNodes nodes,
      Duration lagBound,
      Duration limit,
      Ticker ticker,
      Map<UUID, Integer> generations) {
    this.nodes = nodes;
    this.wait = lagBound.plus(MARGIN);
    this.limit = limit;
    this.ticker = ticker;
    this.generations = generations;
  }

  /**
   * Begins to watch the nodes: what is written from now on can be fenced.
   *
   * @param lagBound how far a sync may lag behind acknowledgements on any of the nodes
   * @param limit how long Cassandra may fail to answer, all questions of a fence together
   * @throws FenceBrokenException when the nodes do not say which processes they are
   */
  static Fence begin(FencedNodes nodes, Duration lagBound, Duration limit, Ticker ticker)
      throws FenceBrokenException, InterruptedException {
    Map<UUID, Integer> generations = new Questions(limit, ticker).answer(nodes::generations);
    return new Fence(nodes, lagBound, limit, ticker, generations);
  }

  /** How long a fence takes at least. */
  public Duration shortest() {
    return wait;
  }

  /**
   * Returns when all that was acknowledged before the call, and since the fence began, is on the
   * disks.
   *
   * @throws FenceBrokenException when some of it may be lost
   */
  public void pass() throws FenceBrokenException, InterruptedException {
    if (broken) {
      throw new FenceBrokenException("the fence failed before", null);
    }
    // until it has passed
    broken = true;
    ticker.sleep(wait);
    Questions questions = new Questions(limit, ticker);
    questions.answer(nodes::sentinels);
    Map<UUID, Integer> now = questions.answer(nodes::generations);
    if (!now.equals(generations)) {
      throw new FenceBrokenException(
          now.keySet().equals(generations.keySet())
              ? "Cassandra restarted while records were written, and may have forgotten some"
              : "Cassandra's nodes are not the same as when the query started",
          null);
    }
    broken = false;
  }

  /** What is asked during one fence, with one limit for all of it. */
  private static final class Questions {
    private final Retry retry;

    private Questions(Duration limit, Ticker ticker) {
      this.retry = new Retry(limit, Backoff.every(BETWEEN_TRIES), ticker);
    }

    /** Asks until there is an answer; no question stays open behind it. */
    private <T> T answer(Supplier<CompletableFuture<T>> question)
        throws FenceBrokenException, InterruptedException {
      try {
        return retry.call(
            () -> once(question.get()),
            failed -> WriteFailure.of(reason(failed)) != WriteFailure.FATAL,
            failed -> {});
      } catch (ExecutionException | RuntimeException failed) {
        throw notAnswered(retry.limit(), reason(failed));
      }
    }

    private <T> T once(CompletableFuture<T> asked) throws ExecutionException, InterruptedException {
      try {
        return asked.get(Math.max(1, retry.left().toNanos()), TimeUnit.NANOSECONDS);
      } catch (TimeoutException silent) {
        throw new ExecutionException(silent);
      } finally {
        // of no use where there is an answer; a late one would be of no use either
        asked.cancel(true);
      }
    }

    private static Throwable reason(Exception failed) {
      return failed instanceof ExecutionException && failed.getCause() != null
          ? failed.getCause()
          : failed;
    }
  }

  private static FenceBrokenException notAnswered(Duration limit, @Nullable Throwable why) {
    return new FenceBrokenException(
        String.format(
            Locale.ROOT,
            "Cassandra did not confirm within %d s that the last rows are on disk (%s)",
            Math.max(1, limit.toSeconds()),
            why == null ? "no answer" : FirstLine.of(why)),
        why);
  }
}
