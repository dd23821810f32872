package io.tributary.verifier.outcome;

/**
 * The verdict about one record at one time.
 *
 * @param detail which fields differ, or why Cassandra did not answer; otherwise empty
 */
record LookupResult(Outcome outcome, String detail) {
  static LookupResult of(Outcome outcome) {
    return new LookupResult(outcome, "");
  }
}
