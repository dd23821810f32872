package io.tributary.verifier.verification;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a verification is.
 *
 * @param expected records to verify, as far as that is known before they are read
 * @param read records read back so far
 * @param landed those of them that are a row or a dead letter
 * @param elapsed since the verification began
 * @param heldBack what an open transaction keeps from being read, if one does
 */
public record VerificationProgress(
    long expected, long read, long landed, Duration elapsed, Optional<String> heldBack) {

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "verified %,d of %,d records, %,d read back and not there yet, %d s%s",
        landed,
        expected,
        read - landed,
        elapsed.toSeconds(),
        heldBack.map(what -> "; " + what).orElse(""));
  }
}
