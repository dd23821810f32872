package io.tributary.producer.source;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Time that only goes forward, and waiting in it. Tests give one that jumps. */
public interface Ticks {
  /** Nanoseconds since some moment in the past. */
  long nanos();

  void sleep(Duration time) throws InterruptedException;

  /** How long it is since {@code nanos}. */
  default Duration since(long nanos) {
    return Duration.ofNanos(nanos() - nanos);
  }

  /** The machine's own. */
  static Ticks system() {
    return new Ticks() {
      @Override
      public long nanos() {
        return System.nanoTime();
      }

      @Override
      public void sleep(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
      }
    };
  }
}
