package io.tributary.consumer.cassandra;

/**
 * Which statement writes or deletes a row.
 *
 * @param table the number of the pipeline's table, from 0; -1 for the dead letters
 */
public record Target(Kind kind, int table) {
  /** Into the dead letters' table. */
  public static final Target DEAD_LETTERS = new Target(Kind.DEAD_LETTER, -1);

  /** What a statement does. */
  public enum Kind {
    INSERT,
    DELETE,
    DEAD_LETTER
  }

  /** Into the table with this number. */
  public static Target insertInto(int table) {
    return new Target(Kind.INSERT, table);
  }

  /** From the table with this number. */
  public static Target deleteFrom(int table) {
    return new Target(Kind.DELETE, table);
  }

  /** Whether it deletes a row. */
  public boolean isDeletion() {
    return kind == Kind.DELETE;
  }

  /** Whether it writes a dead letter. */
  public boolean isDeadLetter() {
    return kind == Kind.DEAD_LETTER;
  }
}
