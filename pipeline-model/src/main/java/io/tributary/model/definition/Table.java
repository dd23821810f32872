package io.tributary.model.definition;

import java.util.List;

/**
 * The table of the rows: its columns are the event's fields.
 *
 * @param key names of the fields of the primary key; the first is the partition key
 * @param indexes names of the fields with a secondary index
 */
public record Table(String keyspace, String name, List<String> key, List<String> indexes) {

  /** The dead letters' table, in the same keyspace. */
  public static final String DEAD_LETTERS = "dead_letters_by_day";

  /** What the dead letters' table of former versions is called, whose key was another. */
  public static final String FORMER_DEAD_LETTERS = "dead_letters";

  /** Where the pipelines of a keyspace are in their incremental sources. */
  public static final String CURSORS = "pipeline_cursors";

  public Table {
    key = List.copyOf(key);
    indexes = List.copyOf(indexes);
  }
}
