package io.tributary.runtime.lifecycle;

/** A part that does nothing before {@link #start()} and nothing after {@link #close()}. */
public interface Startable extends AutoCloseable {
  /** Begins the work; called once. */
  void start() throws Exception;

  /** Ends the work. A second call, or one without a start before, does nothing. */
  @Override
  void close();
}
