package io.tributary.drills;

import io.tributary.drills.settle.Account;
import java.time.Duration;
import java.util.Optional;

/**
 * What came of one case.
 *
 * @param seed that plays it again
 * @param account of its records; empty when it did not get so far
 * @param failure why it does not pass
 */
record CaseResult(
    String name,
    long seed,
    int faults,
    Optional<Account> account,
    Optional<String> failure,
    Duration time) {

  boolean passed() {
    return failure.isEmpty();
  }
}
