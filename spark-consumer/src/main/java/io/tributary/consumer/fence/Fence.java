package io.tributary.consumer.fence;

import io.tributary.consumer.cassandra.FirstLine;
import io.tributary.consumer.cassandra.WriteFailure;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
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
 * <p>For one query, from before its first write; once broken it stays so. Not safe for use by
 * several threads.
 */
public final class Fence {
  /** The server's clock ticks in milliseconds, and so does its lag bound. */
  private static final Duration MARGIN = Duration.ofMillis(1);

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);

  /** Waits; tests have their own. */
  interface Sleep {
    void of(Duration time) throws InterruptedException;
  }

  private final FencedNodes nodes;
  private final Duration wait;
  private final Duration limit;
  private final Sleep sleep;
  private final Map<UUID, Integer> generations;
  private boolean broken;

  private Fence(
      FencedNodes nodes,
      Duration lagBound,
      Duration limit,
      Sleep sleep,
      Map<UUID, Integer> generations) {
    this.nodes = nodes;
    this.wait = lagBound.plus(MARGIN);
    this.limit = limit;
    this.sleep = sleep;
    this.generations = generations;
  }

  /**
   * Begins to watch the nodes: what is written from now on can be fenced.
   *
   * @param lagBound how far a sync may lag behind acknowledgements on any of the nodes
   * @param limit how long Cassandra may fail to answer a fence
   * @throws FenceBrokenException when the nodes do not say which processes they are
   */
  static Fence begin(FencedNodes nodes, Duration lagBound, Duration limit, Sleep sleep)
      throws FenceBrokenException, InterruptedException {
    Map<UUID, Integer> generations = answer(nodes::generations, limit, sleep);
    return new Fence(nodes, lagBound, limit, sleep, generations);
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
      throw new FenceBrokenException("the fence was broken before", null);
    }
    // until it has passed
    broken = true;
    sleep.of(wait);
    answer(nodes::sentinels, limit, sleep);
    Map<UUID, Integer> now = answer(nodes::generations, limit, sleep);
    if (!now.equals(generations)) {
      throw new FenceBrokenException(
          now.keySet().equals(generations.keySet())
              ? "Cassandra was started anew while records were written, and may have forgotten some"
              : "Cassandra's nodes are not the same as when the query started",
          null);
    }
    broken = false;
  }

  private static <T> T answer(
      Supplier<? extends CompletionStage<T>> question, Duration limit, Sleep sleep)
      throws FenceBrokenException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      Throwable why;
      try {
        return question
            .get()
            .toCompletableFuture()
            .get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (ExecutionException failed) {
        why = failed.getCause() == null ? failed : failed.getCause();
      } catch (TimeoutException | RuntimeException failed) {
        why = failed;
      }
      if (WriteFailure.of(why) == WriteFailure.LASTING || System.nanoTime() - end >= 0) {
        throw notAnswered(limit, why);
      }
      sleep.of(BETWEEN_TRIES);
    }
  }

  private static FenceBrokenException notAnswered(Duration limit, @Nullable Throwable why) {
    return new FenceBrokenException(
        "Cassandra did not confirm within %d s that it has the last rows on its disk (%s)"
            .formatted(
                Math.max(1, limit.toSeconds()), why == null ? "no answer" : FirstLine.of(why)),
        why);
  }
}
