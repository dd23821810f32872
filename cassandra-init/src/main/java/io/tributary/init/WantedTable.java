package io.tributary.init;

import io.tributary.model.cql.CursorCql;
import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.cql.RunCql;
import io.tributary.model.cql.TableCql;
import io.tributary.model.definition.Event;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

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

  /** The dead letters' table of a keyspace. */
  static WantedTable ofDeadLetters(String keyspace) {
    DeadLetterCql cql = new DeadLetterCql(keyspace);
    return ours(
        Table.DEAD_LETTERS,
        DeadLetterCql.columns(),
        DeadLetterCql.partitionKey(),
        DeadLetterCql.clusteringColumns().stream().map(WantedTable::ascending).toList(),
        cql.createTable(),
        cql::addColumn);
  }

  /** The table of the cursors of a keyspace. */
  static WantedTable ofCursors(String keyspace) {
    CursorCql cql = new CursorCql(keyspace);
    return ours(
        Table.CURSORS,
        CursorCql.columns(),
        CursorCql.partitionKey(),
        List.of(),
        cql.createTable(),
        cql::addColumn);
  }

  /** The record of the runs of a keyspace. */
  static WantedTable ofRuns(String keyspace) {
    RunCql cql = new RunCql(keyspace);
    return ours(
        Table.RUNS,
        RunCql.columns(),
        RunCql.partitionKey(),
        RunCql.clusteringColumns().stream().map(WantedTable::ascending).toList(),
        cql.createTable(),
        cql::addColumn);
  }

  /** A table that no definition describes, without indexes. */
  private static WantedTable ours(
      String name,
      Map<String, String> columns,
      List<String> partitionKey,
      List<Table.Clustering> clustering,
      String createTable,
      UnaryOperator<String> addColumn) {
    List<Column> shape = new ArrayList<>();
    Map<String, String> add = new HashMap<>();
    columns.forEach(
        (column, type) -> {
          shape.add(column(column, type, partitionKey, clustering));
          add.put(column, addColumn.apply(column));
        });
    return new WantedTable(
        name, TableShape.of(shape, List.of(), Map.of()), createTable, add, Map.of());
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

  private static Table.Clustering ascending(String column) {
    return new Table.Clustering(column, false);
  }
}
