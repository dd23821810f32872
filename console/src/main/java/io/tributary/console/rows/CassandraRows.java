package io.tributary.console.rows;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import io.tributary.console.platform.Answer;
import io.tributary.console.platform.CassandraAccess;
import io.tributary.console.platform.Inquiries;
import io.tributary.model.definition.Table;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.verifier.sample.ColumnValue;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Reads rows, a bounded number of rows and of bytes at a time. Safe for several threads. */
public final class CassandraRows implements Rows {
  private static final Duration ANSWER = Duration.ofSeconds(4);

  /** How large rows are is not known before some were read. */
  private static final int FIRST_ROWS = 10;

  private static final long BYTES_AT_ONCE = 2 << 20;
  private static final long MOST_BYTES = 4 << 20;

  /** Where many rows are removed, an answer may have none. */
  private static final int MOST_ANSWERS = 20;

  private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(5);

  private final CassandraAccess cassandra;
  private final Inquiries inquiries;
  private volatile @Nullable Prepared prepared;

  public CassandraRows(CassandraAccess cassandra, Inquiries inquiries) {
    this.cassandra = cassandra;
    this.inquiries = inquiries;
  }

  /** Statements of one session, by their text. */
  private record Prepared(CqlSession session, Map<String, PreparedStatement> statements) {}

  @Override
  public Answer<RowPage> page(RowQuery query, Optional<ByteBuffer> start) {
    return inquiries.await(
        "Cassandra",
        ANSWER,
        () -> {
          CqlSession session = cassandra.session();
          return statement(session, query.cql())
              .thenCompose(
                  statement -> new Reading(session, statement, query).read(start.orElse(null)))
              .handle((page, failure) -> told(query, page, failure));
        });
  }

  private static RowPage told(RowQuery query, @Nullable RowPage page, @Nullable Throwable failure) {
    if (page != null) {
      return page;
    }
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof InvalidQueryException noTable) {
      cause =
          new CommandFailedException(
              "Cassandra does not have table %s as the definition of pipeline %s has it (%s): run cassandra-init"
                  .formatted(
                      query.table().fullName(), query.pipeline().name(), noTable.getMessage()),
              noTable);
    }
    throw new CompletionException(cause);
  }

  private CompletionStage<PreparedStatement> statement(CqlSession session, String cql) {
    Prepared of = prepared;
    if (of == null || of.session() != session) {
      of = new Prepared(session, new ConcurrentHashMap<>());
      prepared = of;
    }
    Map<String, PreparedStatement> statements = of.statements();
    PreparedStatement known = statements.get(cql);
    if (known != null) {
      return CompletableFuture.completedStage(known);
    }
    return session
        .prepareAsync(cql)
        .thenApply(
            statement -> {
              statements.put(cql, statement);
              return statement;
            });
  }

  /** The way through one page: several answers of Cassandra, each of bounded size. */
  private static final class Reading {
    private final CqlSession session;
    private final PreparedStatement statement;
    private final RowQuery query;
    private final int columns;
    private final int timed;
    private final List<TableRow> rows = new ArrayList<>();
    private final Instant now = Instant.now();
    private long bytes;
    private int answers;

    Reading(CqlSession session, PreparedStatement statement, RowQuery query) {
      this.session = session;
      this.statement = statement;
      this.query = query;
      this.columns = query.fields().size();
      this.timed = query.of().timedFields();
    }

    CompletionStage<RowPage> read(@Nullable ByteBuffer from) {
      BoundStatement bound =
          statement
              .bind(query.keyValues().toArray())
              .setPageSize(next())
              .setPagingState(from)
              .setTimeout(ANSWER)
              .setIdempotent(true);
      return session.executeAsync(bound).thenCompose(this::take);
    }

    private int next() {
      int left = query.limit() - rows.size();
      if (rows.isEmpty()) {
        return Math.min(left, FIRST_ROWS);
      }
      long each = Math.max(1, bytes / rows.size());
      return (int) Math.max(1, Math.min(left, BYTES_AT_ONCE / each));
    }

    private CompletionStage<RowPage> take(AsyncResultSet answer) {
      answers++;
      for (Row row : answer.currentPage()) {
        rows.add(row(row));
      }
      ByteBuffer rest = answer.hasMorePages() ? answer.getExecutionInfo().getPagingState() : null;
      boolean full = rows.size() >= query.limit() || bytes >= MOST_BYTES || answers >= MOST_ANSWERS;
      return rest == null || full
          ? CompletableFuture.completedStage(new RowPage(rows, Optional.ofNullable(rest)))
          : read(rest);
    }

    private TableRow row(Row row) {
      List<@Nullable Object> values = new ArrayList<>(columns);
      for (int column = 0; column < columns; column++) {
        ByteBuffer raw = row.getBytesUnsafe(column);
        bytes += raw == null ? 0 : raw.remaining();
        values.add(ColumnValue.of(row, column));
      }
      Optional<Instant> written = Optional.empty();
      Optional<Instant> expires = Optional.empty();
      for (int column = columns; column < columns + timed; column++) {
        if (!row.isNull(column)) {
          Instant time = Instant.EPOCH.plus(row.getLong(column), ChronoUnit.MICROS);
          written = written.filter(time::isBefore).or(() -> Optional.of(time));
        }
      }
      for (int column = columns + timed; column < row.size(); column++) {
        if (!row.isNull(column)) {
          Instant time = now.plusSeconds(row.getInt(column));
          expires = expires.filter(time::isBefore).or(() -> Optional.of(time));
        }
      }
      Optional<Instant> newest = written;
      return new TableRow(
          values, written, expires.map(about -> expiry(query.table(), newest, about)));
    }

    /**
     * Cassandra tells the seconds that are left; the row's own time and the table's time to live
     * tell the same exactly, unless the definition was changed since it was written.
     */
    private static Instant expiry(Table table, Optional<Instant> written, Instant about) {
      return written
          .flatMap(time -> table.ttl().map(ttl -> time.truncatedTo(ChronoUnit.MILLIS).plus(ttl)))
          .filter(exact -> Duration.between(exact, about).abs().compareTo(CLOCKS_DIFFER) <= 0)
          .orElse(about.truncatedTo(ChronoUnit.SECONDS));
    }
  }
}
