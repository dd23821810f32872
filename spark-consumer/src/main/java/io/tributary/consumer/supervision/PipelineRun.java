package io.tributary.consumer.supervision;

import io.tributary.consumer.query.QuerySupervisor;
import io.tributary.consumer.sink.WriteStats;
import org.jspecify.annotations.Nullable;

/** One pipeline from its checks at the start to the end of its query; may be run again. */
public final class PipelineRun {
  /** Checks whether the pipeline can run, and says how. */
  public interface Preparation {
    QuerySupervisor prepare() throws Exception;
  }

  private final Preparation preparation;
  private @Nullable Thread preparing;
  private @Nullable QuerySupervisor supervisor;
  private boolean stopped;

  public PipelineRun(Preparation preparation) {
    this.preparation = preparation;
  }

  /**
   * Returns what was written when the query has ended by itself or was stopped; throws why the
   * pipeline cannot continue.
   *
   * @param prepared told when the checks have passed
   */
  public WriteStats run(Runnable prepared) throws Exception {
    synchronized (this) {
      if (stopped) {
        return WriteStats.nothing();
      }
      preparing = Thread.currentThread();
    }
    QuerySupervisor ready;
    try {
      ready = preparation.prepare();
    } finally {
      synchronized (this) {
        preparing = null;
        if (stopped) {
          // the interruption was meant for the checks alone
          Thread.interrupted();
        }
      }
    }
    synchronized (this) {
      if (stopped) {
        return WriteStats.nothing();
      }
      supervisor = ready;
    }
    prepared.run();
    return ready.run();
  }

  /** Ends {@link #run} permanently; returns when the query has stopped. */
  public void stop() {
    QuerySupervisor running;
    synchronized (this) {
      stopped = true;
      if (preparing != null) {
        preparing.interrupt();
      }
      running = supervisor;
    }
    if (running != null) {
      running.stop();
    }
  }
}
