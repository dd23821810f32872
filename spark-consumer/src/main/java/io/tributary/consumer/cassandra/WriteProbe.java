package io.tributary.consumer.cassandra;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.tributary.model.cql.DeadLetterCql;
import io.tributary.runtime.cassandra.AccessFailure;
import io.tributary.runtime.cassandra.CassandraConnection;
import io.tributary.runtime.cassandra.CassandraSessions;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;

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

  /**
   * By the deletion of a row that never was. What Cassandra refuses permanently counts as accepted.
   */
  public boolean takesWrites() {
    return failure().isEmpty();
  }

  /**
   * Why it takes none, if it takes none. Where the session has no connection a new one is opened,
   * which alone learns that the user is rejected now.
   *
   * @param address of the session
   */
  public Optional<String> trouble(CassandraConnection address) throws InterruptedException {
    Optional<DriverException> failure = failure();
    if (failure.isEmpty()) {
      return Optional.empty();
    }
    if (AccessFailure.of(failure.get()).isPresent()) {
      return Optional.of(AccessFailure.sentence(address, failure.get()));
    }
    try {
      CassandraSessions.open(address, Duration.ZERO, waiting -> {}).close();
      return Optional.of("Cassandra accepts no writes: " + FirstLine.of(failure.get()));
    } catch (CommandFailedException | UsageException away) {
      return Optional.of(String.valueOf(away.getMessage()));
    }
  }

  private Optional<DriverException> failure() {
    try {
      session.execute(
          SimpleStatement.newInstance(
                  new DeadLetterCql(keyspace).delete(), "probe", LocalDate.EPOCH, 0, "", 0, 0L)
              .setIdempotent(true)
              .setConsistencyLevel(consistency));
      return Optional.empty();
    } catch (DriverException failed) {
      return WriteFailure.of(failed) == WriteFailure.FATAL ? Optional.empty() : Optional.of(failed);
    }
  }
}
