package io.tributary.consumer.sink;

import java.io.InterruptedIOException;

/** How a task that is stopped while it waits says so to Spark. */
final class Interruption {
  private Interruption() {}

  static InterruptedIOException of(InterruptedException stopped) {
    Thread.currentThread().interrupt();
    InterruptedIOException interrupted = new InterruptedIOException("the task was stopped");
    interrupted.initCause(stopped);
    return interrupted;
  }
}
