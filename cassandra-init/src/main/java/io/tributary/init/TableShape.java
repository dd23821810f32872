package io.tributary.init;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What of a table follows from a definition. Its options (compaction and so on) do not: they are
 * the operator's.
 *
 * @param columns by name
 * @param indexes in their order
 * @param dropped columns that the table once had, by name
 */
record TableShape(
    Map<String, Column> columns, Set<Index> indexes, Map<String, DroppedColumn> dropped) {

  TableShape {
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    indexes = Collections.unmodifiableSet(new TreeSet<>(indexes));
    dropped = Map.copyOf(dropped);
  }

  /** The same with another name for a column. */
  TableShape renamed(String from, String to) {
    List<Column> renamed = new ArrayList<>();
    for (Column column : columns.values()) {
      renamed.add(
          column.name().equals(from)
              ? new Column(to, column.type(), column.kind(), column.position(), column.order())
              : column);
    }
    return of(renamed, indexes, dropped);
  }

  static TableShape of(
      Collection<Column> columns, Collection<Index> indexes, Map<String, DroppedColumn> dropped) {
    return new TableShape(
        columns.stream()
            .collect(
                Collectors.toMap(
                    Column::name, Function.identity(), (one, other) -> one, LinkedHashMap::new)),
        new TreeSet<>(indexes),
        dropped);
  }
}
