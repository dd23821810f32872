package io.tributary.consumer.watch;

import io.tributary.consumer.cassandra.WriteProbe;
import io.tributary.consumer.metrics.PipelineWatch;
import io.tributary.runtime.lifecycle.Startable;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out why a pipeline does nothing: its tasks wait for Cassandra as long as that takes, and
 * may do so in other processes. Asks Cassandra only for pipelines that have been silent for a
 * while, and not more often than every 30 s.
 */
public final class WriteWatch implements Startable {
  static final Duration QUIET = Duration.ofSeconds(20);

  private static final Logger LOG = LoggerFactory.getLogger(WriteWatch.class);
  private static final long SECONDS = 30;

  /** Says why Cassandra takes no writes of a pipeline, if it takes none. */
  public interface Question {
    Optional<String> trouble() throws InterruptedException;
  }

  private final List<PipelineWatch> watches;
  private final Map<String, Question> questions;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "write-watch");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param questions by the pipelines' names, such as {@link WriteProbe#trouble}
   */
  public WriteWatch(Collection<PipelineWatch> watches, Map<String, Question> questions) {
    this.watches = List.copyOf(watches);
    this.questions = Map.copyOf(questions);
  }

  @Override
  public void start() {
    var unused = thread.scheduleWithFixedDelay(this::look, SECONDS, SECONDS, TimeUnit.SECONDS);
  }

  void look() {
    for (PipelineWatch watch : watches) {
      Question question = questions.get(watch.pipeline());
      if (question == null || !watch.isUp() || watch.silentFor().compareTo(QUIET) < 0) {
        continue;
      }
      try {
        Optional<String> why = question.trouble();
        if (why.isPresent() && !why.equals(watch.hindrance())) {
          LOG.warn("{} keeps its records and retries: {}", watch.pipeline(), why.get());
        }
        watch.hindered(why);
      } catch (InterruptedException closed) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException unknown) {
        LOG.debug("the reason why {} makes no progress is unknown", watch.pipeline(), unknown);
      }
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
