package io.tributary.drills.environment;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** A pipeline's cursor, asked of Cassandra itself. */
public final class Cursor {
  private final CqlSession session;
  private final String table;
  private final String pipeline;

  /**
   * @param session stays open
   */
  public Cursor(CqlSession session, String keyspace, String pipeline) {
    this.session = session;
    this.table = keyspace + ".pipeline_cursors";
    this.pipeline = pipeline;
  }

  /** Where it is; none before a run moved it. */
  public Optional<Instant> position() {
    Row row =
        session
            .execute("SELECT position FROM %s WHERE pipeline = ?".formatted(table), pipeline)
            .one();
    return Optional.ofNullable(row)
        .map(found -> Instant.parse(Objects.requireNonNull(found.getString("position"))));
  }

  /** Takes it away, for a source that is another one. */
  public void reset() {
    session.execute("DELETE FROM %s WHERE pipeline = ? IF EXISTS".formatted(table), pipeline);
  }
}
