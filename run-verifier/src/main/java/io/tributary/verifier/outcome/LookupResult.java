package io.tributary.verifier.outcome;

/**
 * The verdict about one record at one time.
 *
 * @param detail which fields differ, or why Cassandra did not answer; otherwise empty
 */
record LookupResult(Outcome verdict, String detail) {
  static LookupResult of(Outcome verdict) {
    return new LookupResult(verdict, "");
  }
}
