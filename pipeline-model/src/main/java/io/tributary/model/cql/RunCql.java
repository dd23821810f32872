package io.tributary.model.cql;

import io.tributary.model.definition.Table;
import io.tributary.model.run.RunReport;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
  private static final Set<String> LONG_TEXTS = Set.of("receipt", "report");
  private static final List<String> JUDGED = List.of("verified", "verified_at", "why", "report");

  private final OwnTable own;
  private final String table;

  public RunCql(String keyspace) {
    this.own =
        new OwnTable(keyspace, Table.RUNS, columns(), KEY.subList(0, 2), KEY.subList(2, 3), "");
    this.table = own.fullName();
  }

  /** The table as it is to be. */
  public OwnTable table() {
    return own;
  }

  /** The part of the record that has the run which started then, such as {@code 2026-11}. */
  public static String month(Instant started) {
    return MONTH.format(started);
  }

  private static Map<String, String> columns() {
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

  /** What a producer says. Markers: those that {@link #markers} gives. */
  public String insertReport() {
    return insert(REPORTED);
  }

  /** The values for the markers of {@link #insertReport}. */
  public static @Nullable Object[] markers(String pipeline, String runId, RunReport report) {
    return new @Nullable Object[] {
      pipeline,
      month(report.started()),
      runId,
      report.state().name(),
      report.started(),
      report.updated(),
      report.asked(),
      report.fetched(),
      report.published(),
      report.rejected(),
      report.trouble().orElse(null),
      report.receipt().orElse(null)
    };
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

  /** The runs that started in a month, without receipts and reports. Markers: pipeline, month. */
  public String selectMonth() {
    return select(
        columns().keySet().stream().filter(column -> !LONG_TEXTS.contains(column)).toList());
  }

  /** One run with all its columns. Markers: pipeline, month, run_id. */
  public String selectRun() {
    return select(columns().keySet()) + " AND run_id = ?";
  }

  private String select(Collection<String> columns) {
    return "SELECT %s FROM %s WHERE pipeline = ? AND month = ?"
        .formatted(String.join(", ", columns), table);
  }
}
