package io.tributary.verifier.replay;

import io.tributary.verifier.verdict.Time;
import java.time.Duration;

/** Pauses between looks at something that takes its time, each longer than the one before. */
final class Pause {
  private static final Duration SHORTEST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private final Time time;
  private Duration next = SHORTEST;

  Pause(Time time) {
    this.time = time;
  }

  void take() throws InterruptedException {
    time.sleep(next);
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
  }

  void reset() {
    next = SHORTEST;
  }
}
