package io.tributary.verifier.cursor;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import io.tributary.model.cql.CursorCql;
import io.tributary.model.cursor.StoredCursor;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.command.CommandFailedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The cursor of a pipeline in Cassandra. Every read and write goes through Paxos, so that of two
 * who move it at once one sees what the other did.
 */
public final class CassandraCursors implements CursorStore {
  private final CqlSession session;
  private final String pipeline;
  private final CursorCql cql;

  /**
   * @param session stays open
   */
  public CassandraCursors(CqlSession session, Pipeline pipeline) {
    this.session = session;
    this.pipeline = pipeline.name();
    this.cql = new CursorCql(pipeline.keyspace());
  }

  @Override
  public Optional<StoredCursor> read() throws CommandFailedException {
    return Optional.ofNullable(execute(cql.select(), pipeline).one()).map(CassandraCursors::stored);
  }

  @Override
  public boolean replace(Optional<StoredCursor> seen, StoredCursor cursor)
      throws CommandFailedException {
    List<@Nullable Object> values =
        Arrays.asList(
            cursor.field(),
            cursor.position(),
            cursor.moved(),
            cursor.runId().orElse(null),
            cursor.former().orElse(null),
            cursor.formerRunId().orElse(null));
    List<@Nullable Object> markers = new ArrayList<>();
    if (seen.isEmpty()) {
      markers.add(pipeline);
      markers.addAll(values);
      return execute(cql.insert(), markers.toArray()).wasApplied();
    }
    markers.addAll(values);
    markers.add(pipeline);
    markers.add(seen.get().field());
    markers.add(seen.get().position());
    return execute(cql.update(), markers.toArray()).wasApplied();
  }

  @Override
  public boolean remove() throws CommandFailedException {
    return execute(cql.delete(), pipeline).wasApplied();
  }

  private ResultSet execute(String statement, @Nullable Object... markers)
      throws CommandFailedException {
    try {
      boolean isRead = statement.equals(cql.select());
      return session.execute(
          SimpleStatement.newInstance(statement, markers)
              .setIdempotent(isRead)
              .setConsistencyLevel(isRead ? ConsistencyLevel.SERIAL : ConsistencyLevel.QUORUM)
              .setSerialConsistencyLevel(ConsistencyLevel.SERIAL));
    } catch (InvalidQueryException noTable) {
      throw new CommandFailedException(
          "Cassandra has no cursors for pipeline %s (%s): run cassandra-init"
              .formatted(pipeline, noTable.getMessage()),
          noTable);
    } catch (DriverException failed) {
      throw new CommandFailedException(
          "Cassandra did not do this with the cursor of pipeline %s (%s): see that its nodes are up, look at it with cursor show, then start again"
              .formatted(pipeline, failed.getMessage()),
          failed);
    }
  }

  private static StoredCursor stored(Row row) {
    return new StoredCursor(
        String.valueOf(row.getString("field")),
        String.valueOf(row.getString("position")),
        Optional.ofNullable(row.getInstant("moved")).orElse(Instant.EPOCH),
        Optional.ofNullable(row.getString("run_id")),
        Optional.ofNullable(row.getString("former_position")),
        Optional.ofNullable(row.getString("former_run_id")));
  }
}
