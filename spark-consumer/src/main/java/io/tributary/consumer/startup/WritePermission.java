package io.tributary.consumer.startup;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.cql.TableCql;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.cassandra.AccessFailure;
import io.tributary.runtime.cassandra.CassandraConnection;
import io.tributary.runtime.command.CommandFailedException;
import java.util.Optional;

/** Sees whether the user may write into a pipeline's tables, and writes nothing. */
final class WritePermission {
  private final CqlSession session;
  private final CassandraConnection address;

  /**
   * @param address of the session, for messages
   */
  WritePermission(CqlSession session, CassandraConnection address) {
    this.session = session;
    this.address = address;
  }

  /**
   * @throws CommandFailedException when Cassandra says that the user may not
   */
  void check(Pipeline pipeline) throws CommandFailedException {
    for (TableCql table : TableCql.ofAll(pipeline)) {
      check(table.delete());
    }
    check(new DeadLetterCql(pipeline.keyspace()).delete());
  }

  /** The key is nothing but nulls: refused after the user's permission has been looked up. */
  private void check(String delete) throws CommandFailedException {
    Object[] nulls = new Object[(int) delete.chars().filter(sign -> sign == '?').count()];
    try {
      session.execute(SimpleStatement.newInstance(delete, nulls).setIdempotent(true));
    } catch (DriverException refused) {
      if (AccessFailure.of(refused).equals(Optional.of(AccessFailure.PERMISSION_MISSING))) {
        throw new CommandFailedException(AccessFailure.sentence(address, refused), refused);
      }
      // anything else is told, and waited for, where rows are written
    }
  }
}
