package io.tributary.producer.source;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only by sleeping in it, or when told to. Safe for several threads. */
public final class FakeTicks implements Ticks {
  private final List<Duration> sleeps = new ArrayList<>();
  private long nanos = 1_000_000_000_000L;
  private long looks;

  @Override
  public synchronized long nanos() {
    looks++;
    return nanos;
  }

  @Override
  public synchronized void sleep(Duration time) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    sleeps.add(time);
    nanos += time.toNanos();
  }

  public synchronized void pass(Duration time) {
    nanos += time.toNanos();
  }

  /** How often somebody has asked for the time. */
  public synchronized long looks() {
    return looks;
  }

  public synchronized List<Duration> sleeps() {
    return List.copyOf(sleeps);
  }

  public synchronized Duration slept() {
    return sleeps.stream().reduce(Duration.ZERO, Duration::plus);
  }
}
