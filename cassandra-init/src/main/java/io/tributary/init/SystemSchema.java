package io.tributary.init;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What one node says that the schema is. */
final class SystemSchema {
  private final CqlSession session;
  private final Node node;

  SystemSchema(CqlSession session, Node node) {
    this.session = session;
    this.node = node;
  }

  /** The keyspace, if it is there. */
  Optional<PresentKeyspace> keyspace(String name) {
    Row keyspace =
        query("SELECT replication, durable_writes FROM system_schema.keyspaces", name).stream()
            .findFirst()
            .orElse(null);
    if (keyspace == null) {
      return Optional.empty();
    }
    Map<String, List<Column>> columns = columns(name);
    Map<String, Set<Index>> indexes = indexes(name);
    Map<String, Map<String, DroppedColumn>> dropped = dropped(name);
    // By their columns, not by system_schema.tables: a table that is just being created shows there
    // first. Without its columns it counts as missing, and creating it again is harmless.
    Map<String, TableShape> tables = new HashMap<>();
    columns.forEach(
        (table, found) ->
            tables.put(
                table,
                TableShape.of(
                    found,
                    indexes.getOrDefault(table, Set.of()),
                    dropped.getOrDefault(table, Map.of()))));
    Map<String, String> replication = keyspace.getMap("replication", String.class, String.class);
    return Optional.of(
        new PresentKeyspace(
            new Replication(replication == null ? Map.of() : replication),
            keyspace.getBoolean("durable_writes"),
            tables));
  }

  private Map<String, List<Column>> columns(String keyspace) {
    Map<String, List<Column>> columns = new HashMap<>();
    for (Row row :
        query(
            "SELECT table_name, column_name, type, kind, position, clustering_order"
                + " FROM system_schema.columns",
            keyspace)) {
      columns
          .computeIfAbsent(text(row, "table_name"), table -> new ArrayList<>())
          .add(
              new Column(
                  text(row, "column_name"),
                  text(row, "type"),
                  Column.Kind.valueOf(text(row, "kind").toUpperCase(Locale.ROOT)),
                  row.getInt("position"),
                  Column.Order.valueOf(text(row, "clustering_order").toUpperCase(Locale.ROOT))));
    }
    return columns;
  }

  private Map<String, Set<Index>> indexes(String keyspace) {
    Map<String, Set<Index>> indexes = new HashMap<>();
    for (Row row : query("SELECT table_name, options FROM system_schema.indexes", keyspace)) {
      Map<String, String> options = row.getMap("options", String.class, String.class);
      String target = options == null ? null : options.get("target");
      if (target != null) {
        indexes
            .computeIfAbsent(text(row, "table_name"), table -> new HashSet<>())
            .add(Index.of(target, options.getOrDefault("class_name", "")));
      }
    }
    return indexes;
  }

  private Map<String, Map<String, DroppedColumn>> dropped(String keyspace) {
    Map<String, Map<String, DroppedColumn>> dropped = new HashMap<>();
    for (Row row :
        query(
            "SELECT table_name, column_name, type, dropped_time FROM system_schema.dropped_columns",
            keyspace)) {
      dropped
          .computeIfAbsent(text(row, "table_name"), table -> new HashMap<>())
          .put(
              text(row, "column_name"),
              new DroppedColumn(
                  text(row, "type"),
                  Objects.requireNonNullElse(row.getInstant("dropped_time"), Instant.EPOCH)));
    }
    return dropped;
  }

  private List<Row> query(String select, String keyspace) {
    return session
        .execute(
            SimpleStatement.newInstance(select + " WHERE keyspace_name = ?", keyspace)
                .setNode(node))
        .all();
  }

  private static String text(Row row, String column) {
    String text = row.getString(column);
    return text == null ? "" : text;
  }
}
