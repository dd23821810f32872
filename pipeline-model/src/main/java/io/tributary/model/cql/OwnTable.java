package io.tributary.model.cql;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A table that belongs to no definition: dead letters, cursors, runs.
 *
 * @param columns names and CQL types, in order
 * @param partitionKey names of the partition key's columns
 * @param clustering names of the clustering columns, in order
 * @param options of the table as CQL has them behind {@code WITH}; empty for none
 */
public record OwnTable(
    String keyspace,
    String name,
    Map<String, String> columns,
    List<String> partitionKey,
    List<String> clustering,
    String options) {

  public OwnTable {
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    partitionKey = List.copyOf(partitionKey);
    clustering = List.copyOf(clustering);
  }

  /** Keyspace and table, with a dot between. */
  public String fullName() {
    return keyspace + "." + name;
  }

  /** The same with another name for a column that is part of the partition key. */
  OwnTable renamed(String from, String to) {
    Map<String, String> renamed = new LinkedHashMap<>();
    columns.forEach((column, type) -> renamed.put(column.equals(from) ? to : column, type));
    return new OwnTable(
        keyspace,
        name,
        renamed,
        partitionKey.stream().map(column -> column.equals(from) ? to : column).toList(),
        clustering,
        options);
  }

  /** Creates the table if it is not there. */
  public String createTable() {
    String types =
        columns.entrySet().stream()
            .map(column -> "  %s %s,\n".formatted(column.getKey(), column.getValue()))
            .collect(Collectors.joining());
    String partition = String.join(", ", partitionKey);
    String key =
        clustering.isEmpty()
            ? partition
            : "(%s), %s".formatted(partition, String.join(", ", clustering));
    return "CREATE TABLE IF NOT EXISTS %s (\n%s  PRIMARY KEY (%s)\n)%s"
        .formatted(fullName(), types, key, options.isEmpty() ? "" : " WITH " + options);
  }

  /** Adds a column to a table that is there, if the column is not. */
  public String addColumn(String column) {
    return "ALTER TABLE %s ADD IF NOT EXISTS %s %s"
        .formatted(fullName(), column, columns.get(column));
  }
}
