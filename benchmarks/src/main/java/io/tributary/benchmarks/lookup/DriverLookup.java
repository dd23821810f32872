package io.tributary.benchmarks.lookup;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import io.tributary.model.cql.TableCql;
import io.tributary.model.definition.Pipeline;
import java.util.UUID;

/** Asks Cassandra by the driver, with the statement that the console has. */
public final class DriverLookup implements Lookup {
  private final CqlSession session;
  private final PreparedStatement statement;

  /**
   * @param pipeline whose table has a UUID as its key
   */
  public DriverLookup(CqlSession session, Pipeline pipeline) {
    this.session = session;
    this.statement = session.prepare(new TableCql(pipeline).selectRows(1));
  }

  @Override
  public void find(String key) {
    if (session.execute(statement.bind(UUID.fromString(key))).one() == null) {
      throw new IllegalStateException("Cassandra has no row " + key);
    }
  }
}
