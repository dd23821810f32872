package io.tributary.verifier.outcome;

/** What became of one record. */
enum Outcome {
  /** It is the row. */
  ROW,
  /**
   * The row is a newer record's, or a newer record has deleted it, so this one has been, or needs
   * no longer to be, written.
   */
  SUPERSEDED,
  /** The row is over, as the table's time to live says, or was when the record was read. */
  EXPIRED,
  /** It deletes its row, there is none, and the consumer has passed it. */
  DELETED,
  /** It is a dead letter. */
  DEAD_LETTER,
  /** It is neither, yet. */
  MISSING,
  /** The row has the record's write time, but not its values. */
  DIFFERENT,
  /** Cassandra gave no answer. */
  UNANSWERED;

  /** Whether the record has its one outcome. */
  boolean landed() {
    return switch (this) {
      case ROW, SUPERSEDED, EXPIRED, DELETED, DEAD_LETTER -> true;
      case MISSING, DIFFERENT, UNANSWERED -> false;
    };
  }
}
