package io.tributary.drill;

import io.tributary.drill.settle.Account;
import java.time.Duration;
import java.util.Optional;

/**
 * What came of one case.
 *
 * @param seed that plays it again
 * @param account of its records; empty when it did not get so far
 * @param failure why it does not pass
 */
record Played(
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
