package io.tributary.consumer.query;

import io.tributary.consumer.sink.WriteStats;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.retry.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one pipeline's query running: one that dies is started again from its checkpoint, later
 * after each failure, until it has failed too often without having finished a single batch.
 */
public final class QuerySupervisor {
  private static final Logger LOG = LoggerFactory.getLogger(QuerySupervisor.class);

  /** How far the query has come. */
  @FunctionalInterface
  public interface Progress {
    /** The number of the last batch that is done, if one is. */
    OptionalLong lastCommitted() throws IOException;
  }

  /** Looks whether a failure is one that no restart heals. */
  @FunctionalInterface
  public interface Diagnosis {
    /** Throws what ends the process, in one sentence, if so. */
    void of(Throwable failure) throws CommandFailedException, InterruptedException;
  }

  private final String pipeline;
  private final QueryStart start;
  private final Progress progress;
  private final Diagnosis diagnosis;
  private final Consumer<String> down;
  private final Backoff backoff;
  private final int maxFailures;
  private final CountDownLatch stopping = new CountDownLatch(1);

  private @Nullable RunningQuery running;
  private WriteStats written = WriteStats.nothing();

  /** As of the last look that succeeded; none before the first one. */
  private @Nullable OptionalLong committed;

  /**
   * @param down told why, each time that the query died and will be started again
   * @param maxFailures how often in a row the query may die without having finished a batch, 1 or
   *     more
   */
  public QuerySupervisor(
      String pipeline,
      QueryStart start,
      Progress progress,
      Diagnosis diagnosis,
      Consumer<String> down,
      Backoff backoff,
      int maxFailures) {
    this.pipeline = pipeline;
    this.start = start;
    this.progress = progress;
    this.diagnosis = diagnosis;
    this.down = down;
    this.backoff = backoff;
    this.maxFailures = maxFailures;
  }

  /**
   * Returns what was written when the query has ended by itself or was stopped.
   *
   * @throws CommandFailedException when there is no use in starting the query again
   */
  public WriteStats run() throws CommandFailedException, InterruptedException {
    committed = lastCommitted();
    while (true) {
      try {
        runOnce();
        return written;
      } catch (InterruptedException interrupted) {
        throw interrupted;
      } catch (CommandFailedException hopeless) {
        if (isStopping()) {
          return written;
        }
        throw hopeless;
      } catch (Exception failure) {
        if (isStopping()) {
          LOG.debug("{} failed while it was being stopped", pipeline, failure);
          return written;
        }
        diagnose(failure);
        if (awaitNextTry(failure)) {
          return written;
        }
      }
    }
  }

  /**
   * Ends {@link #run}; returns when the query has stopped. Safe to call from another thread, and
   * more than once.
   */
  public void stop() {
    stopping.countDown();
    RunningQuery query;
    synchronized (this) {
      query = running;
    }
    if (query != null) {
      query.stop();
    }
  }

  private void runOnce() throws Exception {
    if (isStopping()) {
      return;
    }
    // not under the lock: it may wait for Kafka or for slots, and stop() must not wait with it
    RunningQuery query = start.start();
    synchronized (this) {
      running = query;
    }
    if (isStopping()) {
      query.stop();
    }
    try {
      query.await();
    } catch (Exception | Error failure) {
      try {
        written = written.plus(query.written());
      } catch (RuntimeException unknown) {
        failure.addSuppressed(unknown);
      }
      throw failure;
    }
    written = written.plus(query.written());
  }

  private void diagnose(Exception failure) throws CommandFailedException, InterruptedException {
    try {
      diagnosis.of(failure);
    } catch (RuntimeException undecided) {
      failure.addSuppressed(undecided);
    }
  }

  /** What is known of it, though the checkpoint may not answer now. */
  private @Nullable OptionalLong lastCommitted() {
    try {
      return progress.lastCommitted();
    } catch (IOException | RuntimeException unreadable) {
      LOG.warn(
          "{}: cannot read the checkpoint to see whether a batch was finished: {}",
          pipeline,
          unreadable.toString());
      return committed;
    }
  }

  /** Waits; true when the supervisor was stopped meanwhile. */
  private boolean awaitNextTry(Exception failure)
      throws CommandFailedException, InterruptedException {
    OptionalLong now = lastCommitted();
    if (committed != null && !committed.equals(now)) {
      backoff.reset();
    }
    committed = now;
    Duration pause = backoff.next();
    String why = QueryFailure.sentence(failure);
    if (backoff.failures() >= maxFailures) {
      throw new CommandFailedException(
          String.format(
              Locale.ROOT,
              "the pipeline %s failed %d times in a row without finishing a batch, the last time because: %s",
              pipeline,
              backoff.failures(),
              why),
          failure);
    }
    down.accept(why);
    LOG.warn(
        "{} failed ({} of {} times without progress) and restarts from its checkpoint in {} s: {}",
        pipeline,
        backoff.failures(),
        maxFailures,
        String.format(Locale.ROOT, "%.1f", pause.toMillis() / 1e3),
        why);
    return stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }
}
