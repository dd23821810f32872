package io.tributary.model.cql;

import io.tributary.model.definition.Field;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.Table;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The statements about the table of a pipeline's rows. Every name in a definition is valid CQL
 * without quotes, so none is quoted. Markers are positional.
 */
public final class TableCql {
  private final Table table;
  private final List<Field> fields;

  public TableCql(Pipeline pipeline) {
    this.table = pipeline.table();
    this.fields = pipeline.event().fields();
  }

  /** Keyspace and table, with a dot between. */
  public String name() {
    return table.keyspace() + "." + table.name();
  }

  /** Creates the table if it is not there. */
  public String createTable() {
    String columns =
        fields.stream()
            .map(field -> "  %s %s,\n".formatted(field.name(), field.type().cqlName()))
            .collect(Collectors.joining());
    return "CREATE TABLE IF NOT EXISTS %s (\n%s  PRIMARY KEY (%s)\n)"
        .formatted(name(), columns, String.join(", ", table.key()));
  }

  /** Adds the column of a field to a table that is there, if the column is not. */
  public String addColumn(Field field) {
    return "ALTER TABLE %s ADD IF NOT EXISTS %s %s"
        .formatted(name(), field.name(), field.type().cqlName());
  }

  /** The name of the index on the field {@code field}. */
  public String indexName(String field) {
    return "%s_%s_idx".formatted(table.name(), field);
  }

  /** Creates the index on the field {@code field} if it is not there. */
  public String createIndex(String field) {
    return "CREATE INDEX IF NOT EXISTS %s ON %s (%s)".formatted(indexName(field), name(), field);
  }

  /**
   * Writes a row. Markers: one value for each field in the definition's order, then the write time
   * in microseconds.
   */
  public String insert() {
    String markers = fields.stream().map(field -> "?").collect(Collectors.joining(", "));
    return "INSERT INTO %s (%s) VALUES (%s) USING TIMESTAMP ?"
        .formatted(name(), columns(), markers);
  }

  /**
   * Reads one row. Columns: the value of each field in the definition's order, then the write time
   * in microseconds of each of {@link #timedFields}, in that order. Markers: the fields of the
   * table's key, in its order.
   */
  public String selectByKey() {
    String times =
        timedFields().stream()
            .map(field -> ", WRITETIME(%s)".formatted(field.name()))
            .collect(Collectors.joining());
    String key =
        table.key().stream().map(name -> name + " = ?").collect(Collectors.joining(" AND "));
    return "SELECT %s%s FROM %s WHERE %s".formatted(columns(), times, name(), key);
  }

  /** The fields that are not part of the table's key: those whose columns have a write time. */
  public List<Field> timedFields() {
    return fields.stream().filter(field -> !table.key().contains(field.name())).toList();
  }

  private String columns() {
    return fields.stream().map(Field::name).collect(Collectors.joining(", "));
  }
}
