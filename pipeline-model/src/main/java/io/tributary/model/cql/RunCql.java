package io.tributary.model.cql;

import io.tributary.model.definition.Table;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The statements about the record of the runs of a keyspace. Markers are positional. Producer and
 * verifier write columns of their own, so neither undoes what the other says.
 */
public final class RunCql {
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("uuuu-MM", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final List<String> KEY = List.of("pipeline", "month", "run_id");
  private static final List<String> REPORTED =
      List.of(
          "state",
          "started",
          "updated",
          "asked",
          "fetched",
          "published",
          "rejected",
          "trouble",
          "receipt");
  private static final List<String> JUDGED = List.of("verified", "verified_at", "why", "report");

  private final String table;

  public RunCql(String keyspace) {
    this.table = keyspace + "." + Table.RUNS;
  }

  /** The part of the record that has the run which started then, such as {@code 2026-11}. */
  public static String month(Instant started) {
    return MONTH.format(started);
  }

  /** Names and CQL types of the columns, in order. */
  public static Map<String, String> columns() {
    Map<String, String> columns = new LinkedHashMap<>();
    KEY.forEach(column -> columns.put(column, "text"));
    columns.put("state", "text");
    columns.put("started", "timestamp");
    columns.put("updated", "timestamp");
    columns.put("asked", "bigint");
    columns.put("fetched", "bigint");
    columns.put("published", "bigint");
    columns.put("rejected", "bigint");
    columns.put("trouble", "text");
    columns.put("receipt", "text");
    columns.put("verified", "boolean");
    columns.put("verified_at", "timestamp");
    columns.put("why", "text");
    columns.put("report", "text");
    return columns;
  }

  /** Names of the partition key's columns. */
  public static List<String> partitionKey() {
    return KEY.subList(0, 2);
  }

  /** Names of the clustering columns. */
  public static List<String> clusteringColumns() {
    return KEY.subList(2, KEY.size());
  }

  /** Creates the table if it is not there. */
  public String createTable() {
    String columns =
        columns().entrySet().stream()
            .map(column -> "  %s %s,\n".formatted(column.getKey(), column.getValue()))
            .collect(Collectors.joining());
    return "CREATE TABLE IF NOT EXISTS %s (\n%s  PRIMARY KEY ((%s), %s)\n)"
        .formatted(
            table,
            columns,
            String.join(", ", partitionKey()),
            String.join(", ", clusteringColumns()));
  }

  /** Adds a column to a table that is there, if the column is not. */
  public String addColumn(String column) {
    return "ALTER TABLE %s ADD IF NOT EXISTS %s %s".formatted(table, column, columns().get(column));
  }

  /**
   * What a producer says. Markers: pipeline, month, run_id, state, started, updated, asked,
   * fetched, published, rejected, trouble, receipt.
   */
  public String insertReport() {
    return insert(REPORTED);
  }

  /** What a verifier says. Markers: pipeline, month, run_id, verified, verified_at, why, report. */
  public String insertVerdict() {
    return insert(JUDGED);
  }

  private String insert(List<String> columns) {
    String names = String.join(", ", KEY) + ", " + String.join(", ", columns);
    String markers = "?" + ", ?".repeat(KEY.size() + columns.size() - 1);
    return "INSERT INTO %s (%s) VALUES (%s)".formatted(table, names, markers);
  }

  /** All columns of the runs that started in a month. Markers: pipeline, month. */
  public String selectMonth() {
    return "SELECT %s FROM %s WHERE pipeline = ? AND month = ?"
        .formatted(String.join(", ", columns().keySet()), table);
  }

  /** The same of one run. Markers: pipeline, month, run_id. */
  public String selectRun() {
    return selectMonth() + " AND run_id = ?";
  }
}
