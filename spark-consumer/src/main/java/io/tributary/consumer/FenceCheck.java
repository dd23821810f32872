package io.tributary.consumer;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import io.tributary.consumer.Definitions.Definition;
import io.tributary.consumer.cassandra.WriteFailure;
import io.tributary.consumer.fence.FenceImpossibleException;
import io.tributary.consumer.fence.FenceMode;
import io.tributary.consumer.fence.Fences;
import io.tributary.runtime.command.CommandFailed;
import io.tributary.runtime.retry.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells at the start how each pipeline's rows survive a kill of Cassandra, or refuses to start. */
final class FenceCheck {
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

  private final Fences fences;
  private final FenceMode mode;
  private final Duration wait;
  private final Consumer<Waiting> waits;
  private final long begun = System.nanoTime();

  /**
   * @param wait how long Cassandra's nodes may not answer
   * @param waits told with each try what is waited for
   */
  FenceCheck(
      CqlSession session,
      String datacenter,
      FenceMode mode,
      Duration wait,
      Consumer<Waiting> waits) {
    this.fences = new Fences(session, datacenter, mode);
    this.mode = mode;
    this.wait = wait;
    this.waits = waits;
  }

  /**
   * @param progress told one sentence for each pipeline
   * @throws CommandFailed when a fence is needed and cannot hold
   */
  void of(List<Definition> definitions, Consumer<String> progress)
      throws CommandFailed, InterruptedException {
    for (Definition definition : definitions) {
      progress.accept(definition.pipeline().name() + ": " + of(definition));
    }
  }

  private String of(Definition definition) throws CommandFailed, InterruptedException {
    try {
      Optional<Duration> lag = patiently(definition.pipeline().table().keyspace());
      if (lag.isPresent()) {
        return "offsets are committed behind a fence, as Cassandra may acknowledge writes %d ms before they are on its disk"
            .formatted(lag.get().toMillis());
      }
      return mode == FenceMode.OFF
          ? "offsets are committed without a fence, as told"
          : "offsets are committed without a fence: Cassandra forgets nothing when one node is killed";
    } catch (FenceImpossibleException impossible) {
      throw new CommandFailed(String.valueOf(impossible.getMessage()), impossible);
    } catch (DriverException failed) {
      throw new CommandFailed(
          "Cassandra does not say how it keeps its commit log (%s): %s"
              .formatted(
                  failed.getMessage(),
                  WriteFailure.of(failed) == WriteFailure.LASTING
                      ? "let the consumer's user read system_views.settings, or set COMMIT_LOG_FENCE=off"
                      : "see that all of its nodes are up, then start again"),
          failed);
    }
  }

  private Optional<Duration> patiently(String keyspace)
      throws FenceImpossibleException, InterruptedException {
    while (true) {
      try {
        return fences.lagBound(keyspace);
      } catch (DriverException failed) {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - begun);
        if (!WriteFailure.isAway(failed) || elapsed.compareTo(wait) > 0) {
          throw failed;
        }
        waits.accept(
            new Waiting(
                "Cassandra to say how it keeps its commit log",
                String.valueOf(failed.getMessage()),
                elapsed,
                wait));
        Thread.sleep(BETWEEN_TRIES.toMillis());
      }
    }
  }
}
