package io.tributary.console.job;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Work that an operator has started. Safe for several threads. */
public final class Job {
  /** How a job stands. */
  public enum State {
    RUNNING,
    DONE,
    FAILED;

    /** For people and programs. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final String id;
  private final String pipeline;
  private final String title;
  private final String startedBy;
  private final Instant started;
  private State state = State.RUNNING;
  private String progress = "starting";
  private @Nullable Instant ended;
  private @Nullable Thread worker;
  private boolean stopped;

  Job(String id, String pipeline, String title, String startedBy, Instant started) {
    this.id = id;
    this.pipeline = pipeline;
    this.title = title;
    this.startedBy = startedBy;
    this.started = started;
  }

  public String id() {
    return id;
  }

  public String pipeline() {
    return pipeline;
  }

  /** What is done: {@code Replay dead letters with reason INVALID_FIELD}. */
  public String title() {
    return title;
  }

  /** Name of the operator. */
  public String startedBy() {
    return startedBy;
  }

  public Instant started() {
    return started;
  }

  public synchronized State state() {
    return state;
  }

  /** How far it is; the result once it is done, or why it failed. May have several lines. */
  public synchronized String progress() {
    return progress;
  }

  /** Nothing while it runs. */
  public synchronized Optional<Instant> ended() {
    return Optional.ofNullable(ended);
  }

  synchronized void tell(String how) {
    progress = how;
  }

  /** The present thread begins with it; it is interrupted when the job is to stop. */
  synchronized void begin() {
    worker = Thread.currentThread();
    if (stopped) {
      worker.interrupt();
    }
  }

  synchronized void end(State how, String result, Instant at) {
    worker = null;
    state = how;
    progress = result;
    ended = at;
  }

  /** Stops it; one that has not begun yet stops as soon as it does. */
  synchronized void cancel() {
    stopped = true;
    if (worker != null) {
      worker.interrupt();
    }
  }
}
