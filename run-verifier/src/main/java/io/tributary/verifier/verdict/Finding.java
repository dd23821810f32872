package io.tributary.verifier.verdict;

/**
 * The verdict about one record at one time.
 *
 * @param detail which fields differ, or why Cassandra did not answer; otherwise empty
 */
record Finding(Verdict verdict, String detail) {
  static Finding of(Verdict verdict) {
    return new Finding(verdict, "");
  }
}
