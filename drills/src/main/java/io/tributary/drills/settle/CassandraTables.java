package io.tributary.drills.settle;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.ColumnDefinitions;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.tributary.drills.truth.Outcome;
import io.tributary.drills.truth.Published;
import io.tributary.drills.truth.RecordPosition;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tables of one keyspace, read straight from Cassandra: its columns are asked of itself. */
public final class CassandraTables implements Tables {
  private static final int PAGE_SIZE = 2_000;
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
  private static final String TIME = "time_of_";

  private final CqlSession session;
  private final String keyspace;
  private final TableView view;

  public CassandraTables(CqlSession session, String keyspace, TableView view) {
    this.session = session;
    this.keyspace = keyspace;
    this.view = view;
  }

  @Override
  public List<FoundRow> rows() {
    List<String> selected = new ArrayList<>();
    for (Row column :
        select(
            "SELECT column_name FROM system_schema.columns WHERE keyspace_name = '%s' AND table_name = '%s'"
                .formatted(keyspace, view.table()))) {
      String name = text(column, 0);
      selected.add(name);
      if (!view.key().contains(name)) {
        selected.add("WRITETIME(%s) AS %s%s".formatted(name, TIME, name));
      }
    }
    List<FoundRow> rows = new ArrayList<>();
    for (Row row :
        select(
            "SELECT %s FROM %s.%s"
                .formatted(String.join(", ", selected), keyspace, view.table()))) {
      rows.add(row(row));
    }
    return rows;
  }

  private FoundRow row(Row row) {
    Map<String, String> values = new HashMap<>();
    Set<Long> times = new HashSet<>();
    ColumnDefinitions columns = row.getColumnDefinitions();
    for (int i = 0; i < columns.size(); i++) {
      String name = columns.get(i).getName().asInternal();
      Object value = row.getObject(i);
      if (value == null) {
        continue;
      }
      if (name.startsWith(TIME)) {
        times.add((Long) value);
      } else {
        values.put(
            name,
            value instanceof Instant time ? Long.toString(time.toEpochMilli()) : value.toString());
      }
    }
    return new FoundRow(view.key(values), values, times);
  }

  @Override
  public void letters(Consumer<FoundLetter> each) {
    for (Row row :
        select(
            "SELECT topic, partition, offset, record_time, reason, key, value FROM %s.dead_letters_by_day"
                .formatted(keyspace))) {
      each.accept(
          new FoundLetter(
              new RecordPosition(text(row, 0), row.getInt(1), row.getLong(2)),
              Objects.requireNonNull(row.getInstant(3)).toEpochMilli(),
              text(row, 4),
              bytes(row.getByteBuffer(5)),
              bytes(row.getByteBuffer(6))));
    }
  }

  /**
   * Whether a record, or a newer one with its key, has arrived: a cheap question, before all is
   * read.
   *
   * @param timed a column that every row has
   */
  public boolean landed(Published published, String timed) {
    if (view.of(published.outcome()) instanceof Outcome.Row row) {
      Row found = writeTime(timed, row.values());
      return found != null && !found.isNull(0) && found.getLong(0) >= published.rowTime();
    }
    if (view.of(published.outcome()) instanceof Outcome.Deletion deletion) {
      Row found = writeTime(timed, deletion.values());
      return found == null || (!found.isNull(0) && found.getLong(0) > published.rowTime());
    }
    if (published.outcome() instanceof Outcome.Letter) {
      LocalDate day = Instant.ofEpochMilli(published.time()).atZone(ZoneOffset.UTC).toLocalDate();
      return session
              .execute(
                  String.format(
                      Locale.ROOT,
                      "SELECT offset FROM %s.dead_letters_by_day WHERE pipeline = 'users' AND day = '%s' AND bucket = %d AND topic = '%s' AND partition = %d AND offset = %d",
                      keyspace,
                      day,
                      published.position().offset() / 1_000 % 256,
                      published.position().topic(),
                      published.position().partition(),
                      published.position().offset()))
              .one()
          != null;
    }
    return true;
  }

  private @Nullable Row writeTime(String column, Map<String, String> values) {
    String isKey =
        view.key().stream()
            .map(name -> "%s = %s".formatted(name, literal(name, values)))
            .collect(Collectors.joining(" AND "));
    return session
        .execute(
            "SELECT WRITETIME(%s) FROM %s.%s WHERE %s"
                .formatted(column, keyspace, view.table(), isKey))
        .one();
  }

  /** The users' ids are UUIDs, all else in keys is text. */
  private static String literal(String name, Map<String, String> values) {
    String value = Objects.requireNonNull(values.get(name));
    return name.equals("id") ? value : "'" + value.replace("'", "''") + "'";
  }

  private Iterable<Row> select(String statement) {
    return session.execute(
        SimpleStatement.newInstance(statement).setPageSize(PAGE_SIZE).setTimeout(ANSWER_LIMIT));
  }

  private static String text(Row row, int column) {
    return Objects.requireNonNull(row.getString(column));
  }

  private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
    if (buffer == null) {
      return null;
    }
    byte[] copy = new byte[buffer.remaining()];
    buffer.duplicate().get(copy);
    return copy;
  }
}
