package io.tributary.model.cql;

import io.tributary.model.definition.CqlNames;
import io.tributary.model.definition.Event;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The statements about a table of a pipeline's rows. Names of columns are quoted where CQL needs
 * that; every other name in a definition is valid without. Markers are positional.
 */
public final class TableCql {
  private final Table table;
  private final List<Field> fields;

  /** About the main table. */
  public TableCql(Pipeline pipeline) {
    this(pipeline.event(), pipeline.mainTable());
  }

  /** About one of the tables of a pipeline with these events. */
  public TableCql(Event event, Table table) {
    this.table = table;
    this.fields =
        event.fields().stream().filter(field -> table.columns().contains(field.name())).toList();
  }

  /** About each table of a pipeline, in its order. */
  public static List<TableCql> ofAll(Pipeline pipeline) {
    return pipeline.tables().stream().map(table -> new TableCql(pipeline.event(), table)).toList();
  }

  /** The fields that are columns, in the event's order. */
  public List<Field> fields() {
    return fields;
  }

  /** Keyspace and table, with a dot between. */
  public String name() {
    return table.fullName();
  }

  /** Creates the table if it is not there. */
  public String createTable() {
    String columns =
        fields.stream()
            .map(field -> "  %s %s,\n".formatted(column(field), field.type().cqlName()))
            .collect(Collectors.joining());
    return "CREATE TABLE IF NOT EXISTS %s (\n%s  PRIMARY KEY (%s)\n)%s"
        .formatted(name(), columns, primaryKey(), with());
  }

  private String primaryKey() {
    String partition =
        table.partitionKey().stream().map(CqlNames::quoted).collect(Collectors.joining(", "));
    return Stream.concat(
            Stream.of(table.partitionKey().size() == 1 ? partition : "(" + partition + ")"),
            table.clustering().stream().map(Table.Clustering::name).map(CqlNames::quoted))
        .collect(Collectors.joining(", "));
  }

  private String with() {
    List<String> clauses = new ArrayList<>();
    // all ascend where nothing is said
    if (table.clustering().stream().anyMatch(Table.Clustering::descending)) {
      clauses.add(
          table.clustering().stream()
              .map(
                  column ->
                      CqlNames.quoted(column.name()) + (column.descending() ? " DESC" : " ASC"))
              .collect(Collectors.joining(", ", "CLUSTERING ORDER BY (", ")")));
    }
    table.options().forEach((name, option) -> clauses.add(name + " = " + option.cql()));
    return clauses.isEmpty() ? "" : " WITH " + String.join("\n  AND ", clauses);
  }

  /** Adds the column of a field to a table that is there, if the column is not. */
  public String addColumn(Field field) {
    return "ALTER TABLE %s ADD IF NOT EXISTS %s %s"
        .formatted(name(), column(field), field.type().cqlName());
  }

  /** The name of the index on the field {@code field}. */
  public String indexName(String field) {
    return "%s_%s_idx".formatted(table.name(), field);
  }

  /** Creates the index on the field {@code field} if it is not there. */
  public String createIndex(String field) {
    return "CREATE INDEX IF NOT EXISTS %s ON %s (%s)"
        .formatted(CqlNames.quoted(indexName(field)), name(), CqlNames.quoted(field));
  }

  /** The name of the storage-attached index on the field {@code field}. */
  public String saiName(String field) {
    return "%s_%s_sai".formatted(table.name(), field);
  }

  /** Creates the storage-attached index on the field {@code field} if it is not there. */
  public String createSai(String field) {
    return "CREATE INDEX IF NOT EXISTS %s ON %s (%s) USING 'sai'"
        .formatted(CqlNames.quoted(saiName(field)), name(), CqlNames.quoted(field));
  }

  /**
   * Writes a row. Markers: one value for each of {@link #fields}, then the write time in
   * microseconds; where rows expire, then the seconds until they do.
   */
  public String insert() {
    String markers = fields.stream().map(field -> "?").collect(Collectors.joining(", "));
    return "INSERT INTO %s (%s) VALUES (%s) USING TIMESTAMP ?%s"
        .formatted(name(), columns(), markers, table.ttl().isPresent() ? " AND TTL ?" : "");
  }

  /**
   * Reads one row. Columns: the value of each of {@link #fields}, then the write time in
   * microseconds of each of {@link #timedFields}, in that order. Markers: the fields of the table's
   * key, in its order.
   */
  public String selectByKey() {
    String times =
        timedFields().stream()
            .map(field -> ", WRITETIME(%s)".formatted(column(field)))
            .collect(Collectors.joining());
    return "SELECT %s%s FROM %s WHERE %s".formatted(columns(), times, name(), isKey());
  }

  /**
   * Reads rows. Columns: those of {@link #selectByKey}; where rows expire, the seconds that are
   * left to each of {@link #timedFields} follow. Markers: so many fields of the table's key, in its
   * order.
   *
   * @param keyParts how many fields of the key are given: none for all rows, else the whole
   *     partition key at least
   */
  public String selectRows(int keyParts) {
    String rest =
        timedFields().stream()
                .map(field -> ", WRITETIME(%s)".formatted(column(field)))
                .collect(Collectors.joining())
            + (table.ttl().isEmpty()
                ? ""
                : timedFields().stream()
                    .map(field -> ", TTL(%s)".formatted(column(field)))
                    .collect(Collectors.joining()));
    String where =
        table.key().stream()
            .limit(keyParts)
            .map(name -> CqlNames.quoted(name) + " = ?")
            .collect(Collectors.joining(" AND "));
    return "SELECT %s%s FROM %s%s"
        .formatted(columns(), rest, name(), keyParts == 0 ? "" : " WHERE " + where);
  }

  /** The first part of the key of a row, whichever is found first. */
  public String selectAnyKey() {
    return selectKeys() + " LIMIT 1";
  }

  /** The first part of the key of each row. */
  public String selectKeys() {
    return "SELECT %s FROM %s".formatted(CqlNames.quoted(table.partitionKey().get(0)), name());
  }

  /** Removes one row. Markers: the fields of the table's key, in its order. */
  public String delete() {
    return "DELETE FROM %s WHERE %s".formatted(name(), isKey());
  }

  /**
   * Removes one row as far as it is not newer. Markers: the write time in microseconds, then the
   * fields of the table's key, in its order.
   */
  public String deleteUpTo() {
    return "DELETE FROM %s USING TIMESTAMP ? WHERE %s".formatted(name(), isKey());
  }

  private String isKey() {
    return table.key().stream()
        .map(name -> CqlNames.quoted(name) + " = ?")
        .collect(Collectors.joining(" AND "));
  }

  /**
   * The fields whose columns have a write time: those that are not part of the table's key, and are
   * one cell.
   */
  public List<Field> timedFields() {
    return fields.stream()
        .filter(field -> !table.key().contains(field.name()) && !field.type().isMultiCell())
        .toList();
  }

  private String columns() {
    return fields.stream().map(TableCql::column).collect(Collectors.joining(", "));
  }

  private static String column(Field field) {
    return CqlNames.quoted(field.name());
  }
}
