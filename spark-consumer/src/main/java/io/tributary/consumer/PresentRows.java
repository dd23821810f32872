package io.tributary.consumer;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.cql.TableCql;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.command.CommandFailed;

/** Asks Cassandra whether a pipeline has written anything before. */
final class PresentRows {
  private final CqlSession session;

  PresentRows(CqlSession session) {
    this.session = session;
  }

  /**
   * @throws CommandFailed when the tables are not there
   */
  boolean of(Pipeline pipeline) throws CommandFailed {
    TableCql rows = new TableCql(pipeline);
    DeadLetterCql letters = new DeadLetterCql(pipeline.table().keyspace());
    try {
      boolean hasRow =
          has("SELECT %s FROM %s LIMIT 1".formatted(pipeline.table().key().get(0), rows.name()));
      boolean hasLetter =
          session.execute(letters.selectDays()).all().stream()
              .anyMatch(day -> pipeline.name().equals(day.getString("pipeline")));
      return hasRow || hasLetter;
    } catch (InvalidQueryException missing) {
      throw new CommandFailed(
          "the tables of the pipeline %s are not as defined (%s): run cassandra-init"
              .formatted(pipeline.name(), missing.getMessage()),
          missing);
    }
  }

  private boolean has(String query) {
    return session.execute(query).one() != null;
  }
}
