package io.tributary.runtime.retry;

import java.time.Duration;
import java.util.Locale;

/**
 * A wait that goes on, for people to be told of.
 *
 * @param what a clause: {@code Kafka at localhost:9092 to have users_created}
 * @param why the last thing that was heard of it; may be empty
 * @param limit how long it may take altogether
 */
public record Waiting(String what, String why, Duration elapsed, Duration limit) {

  /** Whether nothing has changed since {@code earlier} but the time. */
  public boolean isStill(Waiting earlier) {
    return what.equals(earlier.what) && why.equals(earlier.why);
  }

  /** One sentence. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "waiting for %s, %d of %d s%s",
        what,
        elapsed.toSeconds(),
        limit.toSeconds(),
        why.isEmpty() ? "" : " (" + why + ")");
  }
}
