package io.tributary.verifier.outcome;

import java.util.List;

/**
 * The verdict about one record at one time.
 *
 * @param detail which fields differ, in which of several tables there is no row, or why Cassandra
 *     did not answer; otherwise empty
 * @param tables what was found in each table, in the definition's order; empty for a dead letter
 *     and where nothing was found out
 */
record LookupResult(Outcome outcome, String detail, List<Outcome> tables) {

  LookupResult {
    tables = List.copyOf(tables);
  }

  static LookupResult of(Outcome outcome) {
    return new LookupResult(outcome, "", List.of());
  }
}
