package io.tributary.verifier.verdict;

import java.time.Duration;

/** The clock that a verification waits by. */
public interface Time {
  /** As {@link System#nanoTime()}. */
  long nanos();

  void sleep(Duration duration) throws InterruptedException;

  /** The machine's. */
  static Time ofTheMachine() {
    return new Time() {
      @Override
      public long nanos() {
        return System.nanoTime();
      }

      @Override
      public void sleep(Duration duration) throws InterruptedException {
        Thread.sleep(duration.toMillis());
      }
    };
  }
}
