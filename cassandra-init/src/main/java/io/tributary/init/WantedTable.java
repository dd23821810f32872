package io.tributary.init;

import io.tributary.model.cql.CursorCql;
import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.cql.TableCql;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.Pipeline;
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
 * @param index creates one index, by the column's name
 */
record WantedTable(
    String name,
    TableShape shape,
    String create,
    Map<String, String> add,
    Map<String, String> index) {

  WantedTable {
    add = Map.copyOf(add);
    index = Map.copyOf(index);
  }

  /** The table of a pipeline's rows. */
  static WantedTable ofRows(Pipeline pipeline) {
    TableCql cql = new TableCql(pipeline);
    List<String> key = pipeline.table().key();
    List<Column> columns = new ArrayList<>();
    Map<String, String> add = new HashMap<>();
    for (Field field : pipeline.event().fields()) {
      String type = field.type().cqlName();
      columns.add(column(field.name(), type, key.subList(0, 1), key.subList(1, key.size())));
      add.put(field.name(), cql.addColumn(field));
    }
    Map<String, String> index = new HashMap<>();
    pipeline.table().indexes().forEach(field -> index.put(field, cql.createIndex(field)));
    return new WantedTable(
        pipeline.table().name(),
        TableShape.of(columns, pipeline.table().indexes(), Map.of()),
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
        DeadLetterCql.clusteringColumns(),
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

  /** A table that no definition describes, without indexes. */
  private static WantedTable ours(
      String name,
      Map<String, String> columns,
      List<String> partitionKey,
      List<String> clustering,
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
      String name, String type, List<String> partitionKey, List<String> clustering) {
    if (partitionKey.contains(name)) {
      return Column.partitionKey(name, type, partitionKey.indexOf(name));
    }
    return clustering.contains(name)
        ? Column.clustering(name, type, clustering.indexOf(name))
        : Column.regular(name, type);
  }
}
