package io.tributary.model.refusal;

/** Why a record became a dead letter instead of a row. {@code docs/dead-letters.md} lists them. */
public enum Reason {
  /** The record has no value, or an empty one. */
  EMPTY_VALUE,
  /**
   * The value is not JSON in valid UTF-8, names a member twice, or nests deeper than an event can.
   */
  MALFORMED_JSON,
  /** The value is not what its schema says, in Avro's binary encoding. */
  MALFORMED_AVRO,
  /** The schema that the record names is unknown to the registry, or cannot be read. */
  UNKNOWN_SCHEMA,
  /** The value is JSON, but not an object. */
  NOT_AN_OBJECT,
  /** The record has no key. */
  MISSING_KEY,
  /** The record's key is not the value of the event's key field. */
  KEY_MISMATCH,
  /** A required field is absent, null, or empty after its clean-ups. */
  MISSING_FIELD,
  /** A field's value is not of the field's type. */
  WRONG_TYPE,
  /** A field's value breaks a check of the definition. */
  CHECK_FAILED,
  /** The record is larger than the definition's limit. */
  TOO_LARGE,
  /** The record's time is further in the future than clocks differ. */
  FUTURE_TIME,
  /** Cassandra refuses the record's row, and would take others. */
  REFUSED_BY_CASSANDRA,
  /** The consumer was told not to read the record, because nobody could. */
  SKIPPED,
  /** The record was rejected by a producer that gave no reason that is known here. */
  UNKNOWN
}
