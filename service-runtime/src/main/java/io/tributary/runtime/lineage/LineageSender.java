package io.tributary.runtime.lineage;

import java.util.concurrent.Callable;

/**
 * Takes the events that a command tells of its run. Nothing that happens to them has an effect on
 * the run: what cannot be sent is dropped, with one warning.
 */
public interface LineageSender extends AutoCloseable {
  /** Nobody wants events: none is even made. */
  static LineageSender off() {
    return new LineageSender() {
      @Override
      public void send(Callable<String> event) {}

      @Override
      public void close() {}
    };
  }

  /**
   * Sends an event of OpenLineage, in JSON, behind those before it. Does not wait for it.
   *
   * @param event makes it, on another thread; what it throws is a reason not to send it
   */
  void send(Callable<String> event);

  /** Waits until all is sent, within the time-out of the settings. */
  @Override
  void close();
}
