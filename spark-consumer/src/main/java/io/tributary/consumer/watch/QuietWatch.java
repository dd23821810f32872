package io.tributary.consumer.watch;

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
 * Finds out why a pipeline does nothing: its tasks wait for Cassandra, or for the schema registry,
 * as long as that takes, and may do so in other processes. Asks only for pipelines that have been
 * quiet for a while.
 */
public final class QuietWatch implements Startable {
  /** A query without records gives a sign every 10 s. */
  static final Duration QUIET = Duration.ofSeconds(20);

  private static final Logger LOG = LoggerFactory.getLogger(QuietWatch.class);

  /** Each question to Cassandra may cost it the computation of a hash. */
  private static final Duration BETWEEN_WRITES = Duration.ofSeconds(30);

  private static final Duration BETWEEN_LOOK_UPS = Duration.ofSeconds(5);

  /** Says why a pipeline cannot do its work, if it cannot. */
  public interface Question {
    Optional<String> trouble() throws InterruptedException;
  }

  /** What a question is about. */
  private interface Subject {
    /** Whether there is something to ask. */
    boolean isQuiet(PipelineWatch watch);

    Optional<String> known(PipelineWatch watch);

    void found(PipelineWatch watch, Optional<String> why);
  }

  private final List<PipelineWatch> watches;
  private final Map<String, Question> questions;
  private final Subject subject;
  private final Duration between;
  private final ScheduledExecutorService thread;

  private QuietWatch(
      String name,
      Collection<PipelineWatch> watches,
      Map<String, Question> questions,
      Subject subject,
      Duration between) {
    this.watches = List.copyOf(watches);
    this.questions = Map.copyOf(questions);
    this.subject = subject;
    this.between = between;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, name);
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Of Cassandra, whether it takes writes.
   *
   * @param questions by the pipelines' names
   */
  public static QuietWatch ofWrites(
      Collection<PipelineWatch> watches, Map<String, Question> questions) {
    return new QuietWatch(
        "write-watch",
        watches,
        questions,
        new Subject() {
          @Override
          public boolean isQuiet(PipelineWatch watch) {
            return watch.isUp() && watch.silentFor().compareTo(QUIET) >= 0;
          }

          @Override
          public Optional<String> known(PipelineWatch watch) {
            return watch.hindrance();
          }

          @Override
          public void found(PipelineWatch watch, Optional<String> why) {
            watch.hindered(why);
          }
        },
        BETWEEN_WRITES);
  }

  /**
   * Of the schema registry, whether it answers.
   *
   * @param questions by the names of the pipelines whose records name schemas
   */
  public static QuietWatch ofRegistry(
      Collection<PipelineWatch> watches, Map<String, Question> questions) {
    return new QuietWatch(
        "registry-watch",
        watches,
        questions,
        new Subject() {
          @Override
          public boolean isQuiet(PipelineWatch watch) {
            return watch.isRunning() && watch.quietFor().compareTo(QUIET) >= 0;
          }

          @Override
          public Optional<String> known(PipelineWatch watch) {
            return watch.registryAway();
          }

          @Override
          public void found(PipelineWatch watch, Optional<String> why) {
            watch.registryAway(why);
          }
        },
        BETWEEN_LOOK_UPS);
  }

  @Override
  public void start() {
    long seconds = between.toSeconds();
    var unused = thread.scheduleWithFixedDelay(this::look, seconds, seconds, TimeUnit.SECONDS);
  }

  void look() {
    for (PipelineWatch watch : watches) {
      Question question = questions.get(watch.pipeline());
      if (question == null || !subject.isQuiet(watch)) {
        continue;
      }
      try {
        Optional<String> why = question.trouble();
        if (why.isPresent() && !why.equals(subject.known(watch))) {
          LOG.warn("{} keeps its records and retries: {}", watch.pipeline(), why.get());
        }
        subject.found(watch, why);
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
