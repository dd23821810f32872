package io.tributary.verifier.verdict;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** A clock that moves when somebody sleeps. */
final class FakeTime implements Time {
  private record Event(long at, Runnable what) {}

  private final Deque<Event> events = new ArrayDeque<>();
  private long now;

  /** Lets something happen after so much sleep; in the order of the times. */
  void after(Duration slept, Runnable what) {
    events.addLast(new Event(slept.toNanos(), what));
  }

  Duration slept() {
    return Duration.ofNanos(now);
  }

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public void sleep(Duration duration) {
    now += duration.toNanos();
    while (!events.isEmpty() && events.getFirst().at() <= now) {
      events.removeFirst().what().run();
    }
  }
}
