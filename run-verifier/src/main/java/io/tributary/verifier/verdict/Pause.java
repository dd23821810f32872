package io.tributary.verifier.verdict;

import java.time.Duration;

/** Pauses between looks at something that takes its time, each longer than the one before. */
public final class Pause {
  private static final Duration SHORTEST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private final Time time;
  private Duration next = SHORTEST;

  public Pause(Time time) {
    this.time = time;
  }

  /** Sleeps for the next pause. */
  public void take() throws InterruptedException {
    take(next);
  }

  /** Sleeps for the next pause, but no longer than {@code atMost}. */
  void take(Duration atMost) throws InterruptedException {
    time.sleep(atMost.compareTo(next) < 0 ? atMost : next);
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
  }

  /** Makes the next pause the shortest again: something has moved. */
  public void reset() {
    next = SHORTEST;
  }
}
