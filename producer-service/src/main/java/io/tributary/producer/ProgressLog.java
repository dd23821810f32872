package io.tributary.producer;

import io.tributary.runtime.lifecycle.Startable;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs how far a run is, once a second as long as something changes. It is never silent for long,
 * whatever the level: what waits for a container's output between it and Airflow may take silence
 * for its end.
 */
final class ProgressLog implements Startable {
  private static final Logger LOG = LoggerFactory.getLogger(ProducerService.class);

  static final Duration LONGEST_SILENCE = Duration.ofMinutes(4);

  private final Supplier<Progress> progress;
  private final LongSupplier nanoTime;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });
  private String lastSaid = "";
  private long lastTime;

  ProgressLog(Supplier<Progress> progress) {
    this(progress, System::nanoTime);
  }

  /**
   * @param nanoTime a clock like {@link System#nanoTime}
   */
  ProgressLog(Supplier<Progress> progress, LongSupplier nanoTime) {
    this.progress = progress;
    this.nanoTime = nanoTime;
    this.lastTime = nanoTime.getAsLong();
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // ends with the clock
  public void start() {
    clock.scheduleAtFixedRate(this::say, 1, 1, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  private void say() {
    Progress now = progress.get();
    switch (next(now, LOG.isInfoEnabled())) {
      case NEWS -> LOG.info("{}", now);
      case STILL_RUNNING -> LOG.warn("still running: {}", now);
      case NOTHING -> {
        // there is nothing to tell
      }
    }
  }

  /** What there is to say. */
  enum Saying {
    NEWS,
    STILL_RUNNING,
    NOTHING
  }

  /**
   * @param newsAreLogged whether the log's level lets them through
   */
  Saying next(Progress now, boolean newsAreLogged) {
    String without =
        "%d %d %d %s".formatted(now.fetched(), now.published(), now.rejected(), now.waitingFor());
    long time = nanoTime.getAsLong();
    if (newsAreLogged && !without.equals(lastSaid)) {
      lastSaid = without;
      lastTime = time;
      return Saying.NEWS;
    }
    if (time - lastTime < LONGEST_SILENCE.toNanos()) {
      return Saying.NOTHING;
    }
    lastTime = time;
    return Saying.STILL_RUNNING;
  }
}
