package io.tributary.init;

import io.tributary.model.cql.OwnTable;
import io.tributary.model.cql.TableCql;
import io.tributary.model.definition.Event;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A table that a definition asks for, and the statements that lead to it.
 *
 * @param create creates it as a whole, but for its indexes
 * @param add adds one column, by the column's name
 * @param index creates one index
 */
record WantedTable(
    String name,
    TableShape shape,
    String create,
    Map<String, String> add,
    Map<Index, String> index) {

  WantedTable {
    add = Map.copyOf(add);
    index = Map.copyOf(index);
  }

  /** One of the tables of the rows of a pipeline with these events. */
  static WantedTable ofRows(Event event, Table table) {
    TableCql cql = new TableCql(event, table);
    List<Column> columns = new ArrayList<>();
    Map<String, String> add = new HashMap<>();
    for (Field field : cql.fields()) {
      columns.add(
          column(field.name(), field.type().cqlName(), table.partitionKey(), table.clustering()));
      add.put(field.name(), cql.addColumn(field));
    }
    Map<Index, String> index = new HashMap<>();
    table.indexes().forEach(field -> index.put(new Index(field, false), cql.createIndex(field)));
    table.sai().forEach(field -> index.put(new Index(field, true), cql.createSai(field)));
    return new WantedTable(
        table.name(),
        TableShape.of(columns, index.keySet(), Map.of()),
        cql.createTable(),
        add,
        index);
  }

  /** A table that no definition describes, without indexes. */
  static WantedTable of(OwnTable table) {
    List<Table.Clustering> clustering =
        table.clustering().stream().map(column -> new Table.Clustering(column, false)).toList();
    List<Column> shape = new ArrayList<>();
    Map<String, String> add = new HashMap<>();
    table
        .columns()
        .forEach(
            (column, type) -> {
              shape.add(column(column, type, table.partitionKey(), clustering));
              add.put(column, table.addColumn(column));
            });
    return new WantedTable(
        table.name(),
        TableShape.of(shape, List.of(), Map.of()),
        table.createTable(),
        add,
        Map.of());
  }

  private static Column column(
      String name, String type, List<String> partitionKey, List<Table.Clustering> clustering) {
    if (partitionKey.contains(name)) {
      return Column.partitionKey(name, type, partitionKey.indexOf(name));
    }
    for (int position = 0; position < clustering.size(); position++) {
      if (clustering.get(position).name().equals(name)) {
        return Column.clustering(name, type, position, clustering.get(position).descending());
      }
    }
    return Column.regular(name, type);
  }
}
