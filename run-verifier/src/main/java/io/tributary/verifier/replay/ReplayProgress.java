package io.tributary.verifier.replay;

import java.time.Duration;
import java.util.Locale;

/**
 * How far a replay is.
 *
 * @param asked letters looked at so far
 * @param published those that were published again
 * @param verified those of them whose row is there
 * @param failedAgain letters that would still be no row
 */
public record ReplayProgress(
    long asked, long published, long verified, long failedAgain, Duration elapsed) {

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "replayed %,d of %,d letters so far, %,d verified, %,d refused again, %d s",
        published,
        asked,
        verified,
        failedAgain,
        elapsed.toSeconds());
  }
}
