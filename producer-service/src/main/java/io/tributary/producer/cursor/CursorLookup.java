package io.tributary.producer.cursor;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import io.tributary.model.cql.CursorCql;
import io.tributary.model.cursor.StoredCursor;
import io.tributary.model.definition.Incremental;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.command.CommandFailedException;
import java.time.Instant;
import java.util.Optional;

/** Looks up where the next run of an incremental pipeline begins. */
public final class CursorLookup {
  private final CqlSession session;

  /**
   * @param session stays open
   */
  public CursorLookup(CqlSession session) {
    this.session = session;
  }

  /**
   * The pipeline's cursor, or the definition's start where it has none yet.
   *
   * @throws CommandFailedException when Cassandra does not answer, has no table of cursors, or the
   *     cursor is of another definition
   */
  public long position(Pipeline pipeline, Incremental read) throws CommandFailedException {
    CursorCql cql = new CursorCql(pipeline.keyspace());
    try {
      Row row =
          session
              .execute(
                  SimpleStatement.newInstance(cql.select(), pipeline.name())
                      .setConsistencyLevel(ConsistencyLevel.SERIAL))
              .one();
      return row == null ? read.start() : stored(row).position(read);
    } catch (InvalidQueryException noTable) {
      throw new CommandFailedException(
          "Cassandra has no cursors for pipeline %s (%s): run cassandra-init"
              .formatted(pipeline.name(), noTable.getMessage()),
          noTable);
    } catch (DriverException failed) {
      throw new CommandFailedException(
          "the cursor of pipeline %s cannot be read from Cassandra (%s): see that it is up, then start again"
              .formatted(pipeline.name(), failed.getMessage()),
          failed);
    } catch (IllegalArgumentException otherDefinition) {
      throw new CommandFailedException(
          String.valueOf(otherDefinition.getMessage()), otherDefinition);
    }
  }

  private static StoredCursor stored(Row row) {
    return new StoredCursor(
        String.valueOf(row.getString("field")),
        String.valueOf(row.getString("position")),
        Optional.ofNullable(row.getInstant("moved")).orElse(Instant.EPOCH),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
