package io.tributary.verifier.outcome;

import java.util.List;

/**
 * The verdict about one record at one time.
 *
 * @param detail which fields differ, in which of several tables there is no row, or why Cassandra
 *     did not answer; otherwise empty
 * @param tables what was found in each table, in the definition's order; empty for a dead letter
 *     and where nothing was found out
 * @param reason why a row that is not there does not count yet, as the end of a clause; otherwise
 *     empty
 */
record LookupResult(Outcome outcome, String detail, List<Outcome> tables, String reason) {

  LookupResult {
    tables = List.copyOf(tables);
  }

  static LookupResult of(Outcome outcome) {
    return new LookupResult(outcome, "", List.of(), "");
  }

  /** There is no row, and that does not count yet. */
  static LookupResult waiting(String reason) {
    return new LookupResult(Outcome.MISSING, "", List.of(), reason);
  }
}
