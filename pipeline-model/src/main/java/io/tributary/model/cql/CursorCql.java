package io.tributary.model.cql;

import io.tributary.model.definition.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The statements about the table of the cursors of a keyspace. Markers are positional. All that
 * write are lightweight transactions, so that two at once do not undo each other's.
 */
public final class CursorCql {
  private static final String KEY = "pipeline";

  private final OwnTable own;
  private final String table;

  public CursorCql(String keyspace) {
    this.own = new OwnTable(keyspace, Table.CURSORS, columns(), List.of(KEY), List.of(), "");
    this.table = own.fullName();
  }

  /** The table as it is to be. */
  public OwnTable table() {
    return own;
  }

  private static Map<String, String> columns() {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put(KEY, "text");
    columns.put("field", "text");
    columns.put("position", "text");
    columns.put("moved", "timestamp");
    columns.put("run_id", "text");
    columns.put("former_position", "text");
    columns.put("former_run_id", "text");
    return columns;
  }

  /**
   * A pipeline's cursor: field, position, moved, run_id, former_position, former_run_id. Marker:
   * pipeline.
   */
  public String select() {
    return "SELECT field, position, moved, run_id, former_position, former_run_id FROM %s WHERE %s = ?"
        .formatted(table, KEY);
  }

  /** Markers: pipeline, then the columns that {@link #select} gives. */
  public String insert() {
    return ("INSERT INTO %s (%s, field, position, moved, run_id, former_position, former_run_id)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?) IF NOT EXISTS")
        .formatted(table, KEY);
  }

  /**
   * Moves a cursor that is still where it was seen. Markers: the columns that {@link #select}
   * gives, pipeline, then the field and the position that were seen.
   */
  public String update() {
    return ("UPDATE %s SET field = ?, position = ?, moved = ?, run_id = ?, former_position = ?,"
            + " former_run_id = ? WHERE %s = ? IF field = ? AND position = ?")
        .formatted(table, KEY);
  }

  /** Marker: pipeline. */
  public String delete() {
    return "DELETE FROM %s WHERE %s = ? IF EXISTS".formatted(table, KEY);
  }
}
