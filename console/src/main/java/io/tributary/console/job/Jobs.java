package io.tributary.console.job;

import io.tributary.console.web.ProblemException;
import io.tributary.console.web.Visitor;
import io.tributary.runtime.command.CommandFailedException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs of this process: one at a time for a pipeline, the last hundred are remembered. A
 * console that ends stops what it does; each job can be done again without harm. Safe for several
 * threads.
 */
public final class Jobs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
  private static final int MOST_REMEMBERED = 100;
  private static final int CONFLICT = 409;

  private final InstantSource clock;
  private final Map<String, Job> jobs = new LinkedHashMap<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "job");
            thread.setDaemon(true);
            return thread;
          });

  public Jobs(InstantSource clock) {
    this.clock = clock;
  }

  /** What a job does. */
  @FunctionalInterface
  public interface Work {
    /**
     * Does it.
     *
     * @param progress takes how far it is, in a few words, as often as one likes
     * @return the result for people; may have several lines
     * @throws CommandFailedException when it did not do all that it was to; its message says why
     */
    String run(Consumer<String> progress) throws Exception;
  }

  /**
   * Starts a job.
   *
   * @param title what it does, for people
   * @throws ProblemException with status 409 while another job of the pipeline runs
   */
  public synchronized Job start(Visitor operator, String pipeline, String title, Work work) {
    for (Job other : jobs.values()) {
      if (other.pipeline().equals(pipeline) && other.state() == Job.State.RUNNING) {
        throw new ProblemException(
            CONFLICT,
            "Busy",
            "%s is at work on pipeline %s (%s, /jobs/%s): wait until it has ended."
                .formatted(other.startedBy(), pipeline, other.title(), other.id()));
      }
    }
    Job job =
        new Job(UUID.randomUUID().toString(), pipeline, title, operator.name(), clock.instant());
    jobs.put(job.id(), job);
    if (jobs.size() > MOST_REMEMBERED) {
      jobs.remove(jobs.keySet().iterator().next());
    }
    LOG.info("{} starts for pipeline {}: {}", operator.name(), pipeline, title);
    threads.execute(() -> run(job, work));
    return job;
  }

  private void run(Job job, Work work) {
    Job.State how = Job.State.FAILED;
    String result;
    job.begin();
    try {
      result = work.run(job::tell);
      how = Job.State.DONE;
    } catch (CommandFailedException failed) {
      result = String.valueOf(failed.getMessage());
    } catch (InterruptedException stopped) {
      result = "stopped while " + job.progress();
    } catch (Exception unexpected) {
      LOG.error("{} failed", job.title(), unexpected);
      result = "unexpected error: " + unexpected;
    }
    LOG.info("{} for pipeline {} is {}: {}", job.title(), job.pipeline(), how.word(), result);
    job.end(how, result, clock.instant());
  }

  /**
   * The job that a request names.
   *
   * @throws ProblemException with status 404 when it is not remembered
   */
  public synchronized Job required(String id) {
    return Optional.ofNullable(jobs.get(id))
        .orElseThrow(
            () ->
                ProblemException.notFound(
                    "The console knows no such job: it remembers the last hundred since it was started. A job ends with its console. Start it again: it continues with what is left."));
  }

  /** All that are remembered, the latest first. */
  public synchronized List<Job> all() {
    List<Job> all = new ArrayList<>(jobs.values());
    Collections.reverse(all);
    return all;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
