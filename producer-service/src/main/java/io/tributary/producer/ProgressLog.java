package io.tributary.producer;

import io.tributary.runtime.lifecycle.Startable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs how far a run is, once a second as long as something changes. */
final class ProgressLog implements Startable {
  private static final Logger LOG = LoggerFactory.getLogger(ProducerService.class);

  private final Supplier<Progress> progress;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });
  private String lastSaid = "";

  ProgressLog(Supplier<Progress> progress) {
    this.progress = progress;
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
    String without =
        "%d %d %d %s".formatted(now.fetched(), now.published(), now.rejected(), now.waitingFor());
    if (!without.equals(lastSaid)) {
      lastSaid = without;
      LOG.info("{}", now);
    }
  }
}
