package io.tributary.consumer.cassandra;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.tributary.model.cql.DeadLetterCql;
import io.tributary.runtime.cassandra.CassandraAddress;
import io.tributary.runtime.cassandra.CassandraSessions;
import io.tributary.runtime.command.CommandFailed;
import io.tributary.runtime.command.WrongUsage;
import java.time.Duration;
import java.time.LocalDate;

/** Asks Cassandra whether it takes writes now, over a session of its own. */
public final class WriteProbe {
  private final CassandraAddress address;
  private final String keyspace;
  private final ConsistencyLevel consistency;

  public WriteProbe(CassandraAddress address, String keyspace, ConsistencyLevel consistency) {
    this.address = address;
    this.keyspace = keyspace;
    this.consistency = consistency;
  }

  /** By the deletion of a row that never was. What Cassandra refuses for good counts as taken. */
  public boolean takesWrites() throws InterruptedException {
    try (CqlSession session = CassandraSessions.open(address, Duration.ZERO, waiting -> {})) {
      session.execute(
          SimpleStatement.newInstance(
                  new DeadLetterCql(keyspace).delete(), "probe", LocalDate.EPOCH, "", 0, 0L)
              .setIdempotent(true)
              .setConsistencyLevel(consistency));
      return true;
    } catch (CommandFailed | WrongUsage away) {
      return false;
    } catch (DriverException failed) {
      return WriteFailure.of(failed) == WriteFailure.LASTING;
    }
  }
}
