package io.tributary.consumer;

import io.tributary.consumer.metrics.PipelineWatch;
import io.tributary.consumer.query.QuerySupervisor;
import io.tributary.consumer.sink.Written;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The supervised queries of all pipelines, each in a thread of its own. */
final class Supervision implements AutoCloseable {
  /** After that the process ends without its queries' leave: their batches are done again later. */
  private static final long STOP_MILLIS = 6_000;

  private final Map<String, CompletableFuture<Written>> results = new LinkedHashMap<>();
  private final List<QuerySupervisor> supervisors = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final CompletableFuture<Void> over = new CompletableFuture<>();

  /** Starts a supervisor. */
  synchronized void add(String pipeline, QuerySupervisor supervisor) {
    CompletableFuture<Written> result = new CompletableFuture<>();
    results.put(pipeline, result);
    supervisors.add(supervisor);
    start(
        "supervisor-" + pipeline,
        () -> {
          try {
            result.complete(supervisor.run());
          } catch (Throwable failure) {
            result.completeExceptionally(failure);
            over.completeExceptionally(failure);
          }
        });
  }

  /** Runs {@code action} once every query has given a sign of life. */
  synchronized void whenReady(Collection<PipelineWatch> watches, Runnable action) {
    List<PipelineWatch> all = List.copyOf(watches);
    start(
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

  /** Returns when all queries have ended or {@link #end} was called; throws why one gave up. */
  void await() throws Exception {
    CompletableFuture<?> all;
    synchronized (this) {
      all = CompletableFuture.allOf(results.values().toArray(new CompletableFuture<?>[0]));
    }
    try {
      CompletableFuture.anyOf(all, over).get();
    } catch (ExecutionException gaveUp) {
      throw gaveUp.getCause() instanceof Exception cause ? cause : gaveUp;
    }
  }

  /** Makes {@link #await} return. */
  void end() {
    over.complete(null);
  }

  /** What each pipeline has written; of queries that have ended by themselves. */
  synchronized Map<String, Written> written() {
    Map<String, Written> written = new LinkedHashMap<>();
    results.forEach((pipeline, result) -> written.put(pipeline, result.getNow(Written.nothing())));
    return written;
  }

  /** Stops all queries side by side. */
  @Override
  public void close() {
    List<Thread> stops = new ArrayList<>();
    synchronized (this) {
      for (QuerySupervisor supervisor : supervisors) {
        stops.add(daemon("stop", supervisor::stop));
      }
      supervisors.clear();
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

  private void start(String name, Runnable work) {
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
