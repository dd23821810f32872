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
    List<Column> columns = new ArrayList<>();
    Map<String, String> add = new HashMap<>();
    DeadLetterCql.columns()
        .forEach(
            (name, type) -> {
              columns.add(
                  column(
                      name, type, DeadLetterCql.partitionKey(), DeadLetterCql.clusteringColumns()));
              add.put(name, cql.addColumn(name));
            });
    return new WantedTable(
        Table.DEAD_LETTERS,
        TableShape.of(columns, List.of(), Map.of()),
        cql.createTable(),
        add,
        Map.of());
  }

  /** The table of the cursors of a keyspace. */
  static WantedTable ofCursors(String keyspace) {
    CursorCql cql = new CursorCql(keyspace);
    List<Column> columns = new ArrayList<>();
    Map<String, String> add = new HashMap<>();
    CursorCql.columns()
        .forEach(
            (name, type) -> {
              columns.add(column(name, type, CursorCql.partitionKey(), List.of()));
              add.put(name, cql.addColumn(name));
            });
    return new WantedTable(
        Table.CURSORS,
        TableShape.of(columns, List.of(), Map.of()),
        cql.createTable(),
        add,
        Map.of());
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
