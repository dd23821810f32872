package io.tributary.consumer.startup;

import com.datastax.oss.driver.api.core.DriverException;
import io.tributary.consumer.cassandra.WriteFailure;
import io.tributary.consumer.fence.FenceImpossibleException;
import io.tributary.consumer.fence.FenceMode;
import io.tributary.consumer.fence.Fences;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.retry.Backoff;
import io.tributary.runtime.retry.Retry;
import io.tributary.runtime.retry.Waiting;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells at the start how a pipeline's rows survive a kill of Cassandra, or refuses to start. */
final class FenceCheck {
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

  private final Fences fences;
  private final Duration wait;
  private final Consumer<Waiting> progress;

  /**
   * @param wait how long nodes may fail to answer
   * @param progress told with each try what is waited for
   */
  FenceCheck(Fences fences, Duration wait, Consumer<Waiting> progress) {
    this.fences = fences;
    this.wait = wait;
    this.progress = progress;
  }

  /**
   * A clause that says how the pipeline's rows survive.
   *
   * @throws CommandFailedException when a fence is needed and cannot hold
   */
  String of(Pipeline pipeline) throws CommandFailedException, InterruptedException {
    Retry retry = new Retry(wait, Backoff.every(BETWEEN_TRIES));
    try {
      String keyspace = pipeline.keyspace();
      Optional<Duration> lag =
          retry.call(
              () -> fences.lagBound(keyspace),
              failed -> failed instanceof DriverException refused && WriteFailure.isAway(refused),
              failed ->
                  progress.accept(
                      retry.waitingFor(
                          "Cassandra to say how it keeps its commit log",
                          String.valueOf(failed.getMessage()))));
      if (lag.isPresent()) {
        return String.format(
            Locale.ROOT,
            "offsets are committed behind a fence, because Cassandra may acknowledge writes %d ms before they are on disk",
            lag.get().toMillis());
      }
      return fences.mode() == FenceMode.OFF
          ? "offsets are committed without a fence, as configured"
          : "offsets are committed without a fence, because Cassandra forgets nothing if one node is killed";
    } catch (FenceImpossibleException impossible) {
      throw new CommandFailedException(String.valueOf(impossible.getMessage()), impossible);
    } catch (DriverException failed) {
      throw new CommandFailedException(
          "Cassandra does not say how it keeps its commit log (%s): %s"
              .formatted(
                  failed.getMessage(),
                  WriteFailure.of(failed) == WriteFailure.FATAL
                      ? "let the consumer's user read system_views.settings, or set COMMIT_LOG_FENCE=off"
                      : "check that all of its nodes are up, then restart"),
          failed);
    }
  }
}
