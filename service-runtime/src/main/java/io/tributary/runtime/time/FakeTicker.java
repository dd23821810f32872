package io.tributary.runtime.time;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * For tests, of all modules: time that passes only by sleeping in it, or when told to. Safe for use
 * by several threads.
 */
public final class FakeTicker implements Ticker {
  private record Event(long at, Runnable what) {}

  private final List<Duration> sleeps = new ArrayList<>();
  private final Deque<Event> events = new ArrayDeque<>();
  private final long start;
  private Consumer<Duration> listener = time -> {};
  private long nanos;
  private long looks;

  public FakeTicker() {
    this(1_000_000_000_000L);
  }

  /** Begins at {@code nanos}, which may be negative as the machine's own may. */
  public FakeTicker(long nanos) {
    this.start = nanos;
    this.nanos = nanos;
  }

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
    listener.accept(time);
    pass(time);
  }

  /** Lets time pass without anybody sleeping. */
  public synchronized void pass(Duration time) {
    nanos += time.toNanos();
    while (!events.isEmpty() && events.getFirst().at() <= nanos) {
      events.removeFirst().what().run();
    }
  }

  /** Lets something happen once so much time has passed altogether; in the order of the times. */
  public synchronized void after(Duration passed, Runnable what) {
    events.addLast(new Event(start + passed.toNanos(), what));
  }

  /** Has each sleep told to {@code listener}, before time passes. */
  public synchronized void onSleep(Consumer<Duration> sleepListener) {
    listener = sleepListener;
  }

  /** How often somebody has asked for the time. */
  public synchronized long looks() {
    return looks;
  }

  /** Each sleep, in their order. */
  public synchronized List<Duration> sleeps() {
    return List.copyOf(sleeps);
  }

  /** All sleeps together. */
  public synchronized Duration slept() {
    return sleeps.stream().reduce(Duration.ZERO, Duration::plus);
  }
}
