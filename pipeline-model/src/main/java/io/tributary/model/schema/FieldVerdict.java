package io.tributary.model.schema;

/**
 * What a change of one field means.
 *
 * @param field its name; empty where the change is the whole event's
 * @param change a clause: {@code is new (text)}
 * @param accepted whether the registry's rule allows it
 * @param table what becomes of the column
 * @param records what becomes of the records that are in the topic
 */
public record FieldVerdict(
    String field, String change, boolean accepted, String table, String records) {

  /** What becomes of a column or a table that cannot follow the definition. */
  static final String IMPOSSIBLE =
      "cassandra-init stops: Cassandra cannot change it. Use another name of the field or table";

  /** Whether the tables can follow. */
  public boolean isPossible() {
    return !table.equals(IMPOSSIBLE);
  }
}
