package io.tributary.drills;

import io.tributary.drills.settle.Account;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What came of one case.
 *
 * @param seed that plays it again
 * @param account of its records; empty when it did not get so far
 * @param console what the console said of the faults: sentences
 * @param failure why it does not pass
 */
record CaseResult(
    String name,
    long seed,
    int faults,
    Optional<Account> account,
    List<String> console,
    Optional<String> failure,
    Duration time) {

  CaseResult {
    console = List.copyOf(console);
  }

  boolean passed() {
    return failure.isEmpty();
  }
}
