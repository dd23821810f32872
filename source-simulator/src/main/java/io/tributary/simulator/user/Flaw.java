package io.tributary.simulator.user;

/** What may be wrong with a record that cannot be mapped. */
public enum Flaw {
  /** {@code login.uuid} is some other text. */
  MALFORMED_UUID,
  /** There is no {@code login}. */
  NO_LOGIN,
  /** {@code name.first} is null. */
  NO_NAME,
  /** {@code dob.date} is no date. */
  MALFORMED_DATE
}
