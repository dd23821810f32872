package io.tributary.producer;

import io.tributary.model.run.RunReport;
import io.tributary.model.run.RunWait;
import io.tributary.producer.record.RunRecordStore;
import io.tributary.runtime.lifecycle.Startable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a run on record while it goes on, and its end. It works beside the run, and nothing that
 * happens to it has an effect on the run: the receipt is what counts.
 */
final class RunRecorder implements Startable {
  private static final Logger LOG = LoggerFactory.getLogger(ProducerService.class);

  private static final Duration INTERVAL = Duration.ofSeconds(5);

  /** How long the end of a run may wait for its record. */
  private static final Duration LAST_CALL = Duration.ofSeconds(5);

  /** Connects to where the run is on record. */
  @FunctionalInterface
  interface Opening {
    RunRecordStore open() throws Exception;
  }

  private final Supplier<RunProgress> progress;
  private final Opening opening;
  private final InstantSource clock;
  private final Duration interval;
  private final long asked;
  private final Instant started;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "record");
            thread.setDaemon(true);
            return thread;
          });
  private @Nullable Future<?> repeating;
  private volatile @Nullable RunRecordStore store;
  private boolean told;

  RunRecorder(
      RunRequest request, Supplier<RunProgress> progress, Opening opening, InstantSource clock) {
    this(request, progress, opening, clock, INTERVAL);
  }

  /**
   * @param interval how long after one report the next is written
   */
  RunRecorder(
      RunRequest request,
      Supplier<RunProgress> progress,
      Opening opening,
      InstantSource clock,
      Duration interval) {
    this.progress = progress;
    this.opening = opening;
    this.clock = clock;
    this.interval = interval;
    this.asked = request.records().orElse(0);
    this.started = clock.instant();
  }

  @Override
  public void start() {
    repeating =
        thread.scheduleWithFixedDelay(
            () -> write(running(progress.get())), 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  private RunReport running(RunProgress now) {
    return new RunReport(
        RunReport.State.RUNNING,
        started,
        clock.instant(),
        asked,
        now.fetched(),
        now.published(),
        now.rejected(),
        now.waitingFor().map(RunWait::sentence),
        Optional.empty());
  }

  /** The last word; waits a few seconds until it is on record. */
  void end(RunEnd end) {
    if (repeating != null) {
      repeating.cancel(false); // a later one would undo the end
    }
    Future<?> last = thread.submit(() -> write(RunReport.ended(end.receipt(), end.failure())));
    try {
      last.get(LAST_CALL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException slow) {
      LOG.warn("the end of the run is not on record: Cassandra does not answer");
    } catch (ExecutionException unexpected) {
      LOG.warn("the end of the run is not on record", unexpected.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** On the recorder's thread. */
  private void write(RunReport report) {
    try {
      RunRecordStore open = store;
      if (open == null) {
        open = opening.open();
        store = open;
      }
      open.write(report);
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } catch (Exception failed) {
      if (!told) {
        told = true;
        LOG.warn(
            "the run is not on record, which changes nothing else (RECORD_RUNS=false keeps none): {}",
            failed.getMessage());
      }
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    RunRecordStore open = store;
    if (open != null) {
      open.close();
    }
  }
}
