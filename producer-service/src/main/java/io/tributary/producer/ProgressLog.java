package io.tributary.producer;

import io.tributary.runtime.lifecycle.Startable;
import io.tributary.runtime.time.Ticker;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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

  private final Supplier<RunProgress> progress;
  private final Ticker ticker;
  private final Consumer<String> unlogged;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });
  private String lastSaid = "";
  private long lastTime;

  ProgressLog(Supplier<RunProgress> progress) {
    this(progress, Ticker.system(), System.err::println);
  }

  /**
   * @param unlogged takes the lines that have to be printed though the log lets none through
   */
  ProgressLog(Supplier<RunProgress> progress, Ticker ticker, Consumer<String> unlogged) {
    this.progress = progress;
    this.ticker = ticker;
    this.unlogged = unlogged;
    this.lastTime = ticker.nanos();
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
    RunProgress now = progress.get();
    switch (next(now, LOG.isInfoEnabled())) {
      case NEWS -> LOG.info("{}", now);
      case STILL_RUNNING -> stillRunning(now, LOG.isWarnEnabled());
      case NOTHING -> {
        // there is nothing to tell
      }
    }
  }

  /**
   * @param isLogged whether the log's level lets warnings through
   */
  void stillRunning(RunProgress now, boolean isLogged) {
    if (isLogged) {
      LOG.warn("still running: {}", now);
    } else {
      unlogged.accept("still running: " + now);
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
  Saying next(RunProgress now, boolean newsAreLogged) {
    String without =
        String.format(
            Locale.ROOT,
            "%d %d %d %s",
            now.fetched(),
            now.published(),
            now.rejected(),
            now.waitingFor());
    long time = ticker.nanos();
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
