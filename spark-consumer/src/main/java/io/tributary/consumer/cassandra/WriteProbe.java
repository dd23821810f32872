package io.tributary.consumer.cassandra;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.tributary.model.cql.DeadLetterCql;
import java.time.LocalDate;

/** Asks Cassandra whether it takes writes now. */
public final class WriteProbe {
  private final CqlSession session;
  private final String keyspace;
  private final ConsistencyLevel consistency;

  public WriteProbe(CqlSession session, String keyspace, ConsistencyLevel consistency) {
    this.session = session;
    this.keyspace = keyspace;
    this.consistency = consistency;
  }

  /** By the deletion of a row that never was. What Cassandra refuses for good counts as taken. */
  public boolean takesWrites() {
    try {
      session.execute(
          SimpleStatement.newInstance(
                  new DeadLetterCql(keyspace).delete(), "probe", LocalDate.EPOCH, "", 0, 0L)
              .setIdempotent(true)
              .setConsistencyLevel(consistency));
      return true;
    } catch (DriverException failed) {
      return WriteFailure.of(failed) == WriteFailure.LASTING;
    }
  }
}
