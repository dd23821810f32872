package io.tributary.console.platform;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import io.tributary.runtime.cassandra.CassandraConnection;
import io.tributary.runtime.cassandra.CassandraSessions;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.lifecycle.Startable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The console's session at Cassandra, opened in the background and opened again when all nodes are
 * lost, as they may be found at other addresses by then. Safe for several threads.
 */
public final class CassandraAccess implements Startable {
  private static final Logger LOG = LoggerFactory.getLogger(CassandraAccess.class);
  private static final Duration ONE_TRY = Duration.ofSeconds(10);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final int LOOKS_UNTIL_LOST = 10;

  private final CassandraConnection connection;
  private final Thread keeper;
  private volatile @Nullable CqlSession session;
  private volatile String missing = "the console has not connected to Cassandra yet";

  public CassandraAccess(CassandraConnection connection) {
    this.connection = connection;
    this.keeper = new Thread(this::keep, "cassandra-session");
    keeper.setDaemon(true);
  }

  @Override
  public void start() {
    keeper.start();
  }

  /**
   * The session, at once.
   *
   * @throws CommandFailedException when there is none now; its message says why
   */
  public CqlSession session() throws CommandFailedException {
    CqlSession current = session;
    if (current == null) {
      throw new CommandFailedException(missing);
    }
    return current;
  }

  /**
   * Returns once a node has answered; always true.
   *
   * @throws CommandFailedException when none does
   */
  public boolean answers() throws CommandFailedException {
    try {
      return session().execute("SELECT key FROM system.local").one() != null;
    } catch (DriverException failed) {
      throw new CommandFailedException(CassandraFailure.clause(failed), failed);
    }
  }

  private void keep() {
    int lost = 0;
    try {
      while (true) {
        CqlSession current = session;
        if (current == null) {
          open();
          lost = 0;
        } else if (isConnected(current)) {
          lost = 0;
        } else if (++lost >= LOOKS_UNTIL_LOST) {
          missing = "Cassandra at %s does not answer".formatted(connection.hosts());
          session = null;
          current.close();
        }
        Thread.sleep(BETWEEN_LOOKS.toMillis());
      }
    } catch (InterruptedException stop) {
      LOG.debug("the session at Cassandra is closed");
    }
  }

  private void open() throws InterruptedException {
    try {
      session =
          CassandraSessions.open(
              connection, ONE_TRY, waiting -> missing = String.valueOf(waiting.toString()));
    } catch (CommandFailedException | UsageException failed) {
      missing = String.valueOf(failed.getMessage());
      LOG.debug("no session at Cassandra", failed);
    }
  }

  private static boolean isConnected(CqlSession session) {
    return session.getMetadata().getNodes().values().stream()
        .anyMatch(node -> node.getOpenConnections() > 0);
  }

  @Override
  public void close() {
    keeper.interrupt();
    try {
      keeper.join(ONE_TRY.toMillis());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    CqlSession current = session;
    session = null;
    if (current != null) {
      current.close();
    }
  }
}
