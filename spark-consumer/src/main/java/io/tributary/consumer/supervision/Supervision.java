package io.tributary.consumer.supervision;

import io.tributary.consumer.metrics.PipelineWatch;
import io.tributary.consumer.sink.WriteStats;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.retry.Backoff;
import io.tributary.runtime.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All pipelines, each in a thread of its own. One that cannot continue leaves the others alone, and
 * is tried again later; when none runs any more, all is over.
 */
public final class Supervision implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Supervision.class);

  /** After that the process ends without its queries' leave: their batches are done again later. */
  private static final long STOP_MILLIS = 6_000;

  private final Duration firstPause;
  private final Duration longestPause;
  private final boolean triesAgain;
  private final BiConsumer<String, String> failed;

  private final Map<String, PipelineRun> runs = new LinkedHashMap<>();
  private final Map<String, Throwable> failures = new LinkedHashMap<>();
  private final Map<String, WriteStats> ended = new LinkedHashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CompletableFuture<Void> over = new CompletableFuture<>();

  /**
   * @param firstPause before a pipeline that cannot continue is tried again; doubles with each
   *     failure, up to {@code longestPause}
   * @param triesAgain whether it is tried again at all
   * @param failed told the pipeline and why it cannot continue
   */
  public Supervision(
      Duration firstPause,
      Duration longestPause,
      boolean triesAgain,
      BiConsumer<String, String> failed) {
    this.firstPause = firstPause;
    this.longestPause = longestPause;
    this.triesAgain = triesAgain;
    this.failed = failed;
  }

  /** Starts all pipelines, by their names. */
  public synchronized void start(Map<String, PipelineRun> pipelines) {
    runs.putAll(pipelines);
    pipelines.forEach(
        (pipeline, run) -> startThread("supervisor-" + pipeline, () -> supervise(pipeline, run)));
  }

  /** Runs {@code action} once every query has given a sign of life, or cannot. */
  public synchronized void whenReady(Collection<PipelineWatch> watches, Runnable action) {
    List<PipelineWatch> all = List.copyOf(watches);
    startThread(
        "ready",
        () -> {
          try {
            for (PipelineWatch watch : all) {
              watch.awaitFirstSign();
            }
            action.run();
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /**
   * Returns when all queries have ended or {@link #end} was called.
   *
   * @throws CommandFailedException or what else a pipeline failed of, when some cannot continue by
   *     then
   */
  public void await() throws Exception {
    try {
      over.get();
    } catch (ExecutionException broken) {
      throw broken.getCause() instanceof Exception cause ? cause : broken;
    }
    synchronized (this) {
      if (!failures.isEmpty()) {
        throw reason();
      }
    }
  }

  /** Makes {@link #await} return. */
  public void end() {
    over.complete(null);
  }

  /** What each pipeline has written; of queries that have ended by themselves. */
  public synchronized Map<String, WriteStats> written() {
    Map<String, WriteStats> written = new LinkedHashMap<>();
    runs.keySet()
        .forEach(
            pipeline -> written.put(pipeline, ended.getOrDefault(pipeline, WriteStats.nothing())));
    return written;
  }

  private void supervise(String pipeline, PipelineRun run) {
    Ticker ticker = Ticker.system();
    Backoff pauses = Backoff.withoutJitter(firstPause, longestPause);
    try {
      while (true) {
        long begun = ticker.nanos();
        Exception failure;
        try {
          ended(pipeline, run.run(() -> continued(pipeline)));
          return;
        } catch (InterruptedException stopped) {
          ended(pipeline, WriteStats.nothing());
          return;
        } catch (Exception cannotContinue) {
          failure = cannotContinue;
        }
        if (stopping.getCount() == 0) {
          LOG.debug("the pipeline {} failed while it was being stopped", pipeline, failure);
          return;
        }
        if (ticker.since(begun).compareTo(longestPause) > 0) {
          pauses.reset();
        }
        Duration pause = pauses.next();
        failed.accept(pipeline, said(failure));
        if (!isTriedAgain(pipeline, failure, pause)
            || stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (Throwable broken) {
      // an Error: the process is not to be trusted any more
      over.completeExceptionally(broken);
    }
  }

  private synchronized void continued(String pipeline) {
    if (failures.remove(pipeline) != null) {
      LOG.info("the pipeline {} continues", pipeline);
    }
  }

  private synchronized void ended(String pipeline, WriteStats written) {
    failures.remove(pipeline);
    ended.put(pipeline, written);
    endIfNoneRuns();
  }

  private synchronized boolean isTriedAgain(String pipeline, Exception failure, Duration pause) {
    failures.put(pipeline, failure);
    if (endIfNoneRuns()) {
      return false;
    }
    if (triesAgain) {
      LOG.error(
          "the pipeline {} cannot continue and is retried in {} s; the others keep running: {}",
          pipeline,
          pause.toSeconds(),
          said(failure));
    } else {
      LOG.error(
          "the pipeline {} cannot continue; the others keep running: {}", pipeline, said(failure));
    }
    return triesAgain;
  }

  private boolean endIfNoneRuns() {
    boolean none = failures.size() + ended.size() == runs.size();
    if (none) {
      over.complete(null);
    }
    return none;
  }

  /** Why the process fails: with one pipeline, what that one failed of. */
  private Exception reason() {
    // in the order of the definitions, whichever failed first
    Map<String, Throwable> ordered = new LinkedHashMap<>(runs.size());
    for (String pipeline : runs.keySet()) {
      Throwable failure = failures.get(pipeline);
      if (failure != null) {
        ordered.put(pipeline, failure);
      }
    }
    List<Throwable> all = List.copyOf(ordered.values());
    boolean same = all.stream().map(Supervision::said).distinct().count() == 1;
    if (all.get(0) instanceof Exception first && same && all.size() == runs.size()) {
      return first;
    }
    String each =
        ordered.entrySet().stream()
            .map(
                failure ->
                    "the pipeline %s cannot continue: %s"
                        .formatted(failure.getKey(), said(failure.getValue())))
            .collect(Collectors.joining("; "));
    return all.stream().allMatch(UsageException.class::isInstance)
        ? new UsageException(each, all.get(0))
        : new CommandFailedException(each, all.get(0));
  }

  private static String said(Throwable failure) {
    return failure instanceof CommandFailedException || failure instanceof UsageException
        ? String.valueOf(failure.getMessage())
        : failure.toString();
  }

  /** Stops all queries side by side. */
  @Override
  public void close() {
    stopping.countDown();
    List<Thread> stops = new ArrayList<>();
    synchronized (this) {
      runs.values().forEach(run -> stops.add(daemon("stop", run::stop)));
      stops.forEach(Thread::start);
      threads.stream()
          .filter(thread -> thread.getName().equals("ready"))
          .forEach(Thread::interrupt);
      stops.addAll(threads);
      threads.clear();
    }
    long limit = System.nanoTime() + STOP_MILLIS * 1_000_000;
    try {
      for (Thread thread : stops) {
        thread.join(Math.max(1, (limit - System.nanoTime()) / 1_000_000));
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  private void startThread(String name, Runnable work) {
    Thread thread = daemon(name, work);
    threads.add(thread);
    thread.start();
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
