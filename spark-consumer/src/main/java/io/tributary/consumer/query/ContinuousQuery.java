package io.tributary.consumer.query;

import io.tributary.consumer.checkpoint.CheckpointFailedException;
import io.tributary.consumer.sink.WriteStats;
import io.tributary.runtime.command.CommandFailedException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A query of Spark's without batches, and the watch over its epochs. */
final class ContinuousQuery implements RunningQuery {
  private static final Logger LOG = LoggerFactory.getLogger(ContinuousQuery.class);

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  /** A query that has not ended by then never will, and keeps another from starting. */
  private static final Duration ENDS = Duration.ofSeconds(60);

  private final String pipeline;
  private final EpochExecution execution;
  private final EpochWatch watch;
  private final Supplier<Optional<IOException>> failedWrites;
  private volatile boolean stopping;

  /**
   * @param failedWrites what could not be written to the checkpoint since this was last asked
   */
  ContinuousQuery(
      String pipeline,
      EpochExecution execution,
      EpochWatch watch,
      Supplier<Optional<IOException>> failedWrites) {
    this.pipeline = pipeline;
    this.execution = execution;
    this.watch = watch;
    this.failedWrites = failedWrites;
  }

  /**
   * Watches the query until it has ended; stops a query that has stalled.
   *
   * @throws CommandFailedException when it does not
   */
  @Override
  public void await() throws Exception {
    // Spark takes an end for a wanted one when it comes before the tasks have begun
    Exception why = new IllegalStateException("the query ended without a reason");
    watch.begin(execution.begun(), execution.committed());
    while (!execution.awaitEnd(BETWEEN_LOOKS)) {
      Optional<Exception> still = stuck();
      if (still.isPresent() && !stopping) {
        why = still.get();
        end(why);
        break;
      }
    }
    execution.throwFailure();
    if (!stopping) {
      throw why;
    }
  }

  private Optional<Exception> stuck() throws InterruptedException {
    Optional<Exception> unwritten = failedWrites.get().map(CheckpointFailedException::new);
    return unwritten.isPresent()
        ? unwritten
        : watch.look(execution.begun(), execution.committed()).map(IllegalStateException::new);
  }

  private void end(Exception why) throws Exception {
    String what = why.getMessage();
    LOG.error("{} has stalled and is stopped; restarting from its checkpoint: {}", pipeline, what);
    execution.fail(why);
    if (!execution.awaitEnd(ENDS)) {
      throw new CommandFailedException(
          "the pipeline %s has stalled (%s) and cannot be stopped: restart the consumer, it continues from its checkpoint"
              .formatted(pipeline, what));
    }
  }

  /** At once: what was written since the last epoch is written again, to the same rows. */
  @Override
  public void stop() {
    stopping = true;
    execution.stop();
  }

  /** Nothing: this is asked of queries that end by themselves. */
  @Override
  public WriteStats written() {
    return WriteStats.nothing();
  }
}
