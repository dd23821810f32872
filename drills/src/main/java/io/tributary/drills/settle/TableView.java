package io.tributary.drills.settle;

import io.tributary.drills.truth.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one table of a pipeline has of a record.
 *
 * @param key names of the key's columns, in order
 * @param columns names of its columns; none where it has all that a record has
 */
public record TableView(String table, List<String> key, Set<String> columns) {

  public TableView {
    key = List.copyOf(key);
    columns = Set.copyOf(columns);
  }

  /** What must become of a record in this table. */
  Outcome of(Outcome outcome) {
    if (outcome instanceof Outcome.Row row) {
      Map<String, String> values = new HashMap<>(row.values());
      if (!columns.isEmpty()) {
        values.keySet().retainAll(columns);
      }
      return new Outcome.Row(key(row.values()), values);
    }
    return outcome instanceof Outcome.Deletion deletion
        ? new Outcome.Deletion(key(deletion.values()), deletion.values())
        : outcome;
  }

  /** The text of a row's key. */
  String key(Map<String, String> values) {
    return key.stream().map(values::get).collect(Collectors.joining("/"));
  }
}
