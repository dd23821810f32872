package io.tributary.runtime.cassandra;

import com.datastax.dse.driver.api.core.config.DseDriverOption;
import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.ssl.ProgrammaticSslEngineFactory;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.retry.Backoff;
import io.tributary.runtime.retry.Retry;
import io.tributary.runtime.retry.Waiting;
import io.tributary.runtime.time.Interval;
import io.tributary.runtime.time.Ticker;
import io.tributary.runtime.tls.Tls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Opens sessions for commands: one connection, no schema metadata, no metrics, so that a session is
 * there in a few hundred milliseconds. Requests time out after 5 s and ask for {@code
 * LOCAL_QUORUM}.
 */
public final class CassandraSessions {
  /** How long a request may take. */
  public static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

  /** Each login makes the nodes read their users again, which is what they could not do. */
  private static final Duration LONGEST_BETWEEN_LOGINS = Duration.ofSeconds(5);

  /**
   * A session that is not there by then never comes: what the driver asks while it connects has
   * limits of its own, but a node that dies in the midst of it can leave it waiting for ever.
   */
  private static final Duration BUILD_LIMIT = Duration.ofSeconds(30);

  private static final Duration BETWEEN_PROGRESS = Duration.ofSeconds(2);

  private CassandraSessions() {}

  /**
   * Opens a session, trying again while Cassandra does not answer.
   *
   * @param wait how long to try; the last try may end a few seconds later
   * @param progress told once every 2 s what is waited for
   * @throws CommandFailedException when Cassandra did not answer in time
   * @throws ConnectionRejectedException at once when it refuses user or password, or a setting of
   *     TLS is wrong
   * @throws UsageException when it answers, but not as the data centre that was asked for
   */
  public static CqlSession open(
      CassandraConnection connection, Duration wait, Consumer<Waiting> progress)
      throws CommandFailedException, UsageException, InterruptedException {
    return open(connection, List.of(), wait, progress);
  }

  /**
   * The same, with a session that knows which nodes hold the rows of {@code keyspaces}: its token
   * map serves those.
   */
  public static CqlSession open(
      CassandraConnection connection,
      List<String> keyspaces,
      Duration wait,
      Consumer<Waiting> progress)
      throws CommandFailedException, UsageException, InterruptedException {
    Retry retry = new Retry(wait, Backoff.withoutJitter(BETWEEN_TRIES, LONGEST_BETWEEN_LOGINS));
    Interval betweenProgress = new Interval(BETWEEN_PROGRESS, Ticker.system());
    AtomicBoolean probed = new AtomicBoolean();
    CqlSession session;
    try {
      session =
          retry.call(
              () -> connect(connection, keyspaces, probed),
              CassandraSessions::isRetriable,
              failed -> {
                if (AccessFailure.of(failed).isEmpty()) {
                  retry.reset();
                }
                if (betweenProgress.isDue()) {
                  progress.accept(
                      retry.waitingFor(
                          "Cassandra at " + connection.hosts(), why(connection, failed)));
                }
              });
    } catch (IOException | DriverException failed) {
      String why = why(connection, failed);
      if (!isRetriable(failed)) {
        throw new ConnectionRejectedException(why, failed);
      }
      throw new CommandFailedException(
          AccessFailure.of(failed).isPresent() ? why : noAnswer(connection, wait, why));
    }
    return inDatacenter(session, connection);
  }

  /** A node that does not speak as the settings say. */
  private static final class WrongSettingException extends IOException {
    private static final long serialVersionUID = 1;

    WrongSettingException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * @param probed whether it was looked for a wrong setting already: once is enough
   */
  private static CqlSession connect(
      CassandraConnection connection, List<String> keyspaces, AtomicBoolean probed)
      throws IOException, InterruptedException {
    List<InetSocketAddress> points = reachable(connection);
    try {
      return build(builder(connection, keyspaces, points));
    } catch (IOException | DriverException failed) {
      if (AccessFailure.of(failed).isEmpty() && probed.compareAndSet(false, true)) {
        Optional<String> fault = CassandraProbe.fault(connection);
        if (fault.isPresent()) {
          throw new WrongSettingException(fault.get(), failed);
        }
      }
      throw failed;
    }
  }

  /** A user that Cassandra refuses it will refuse again. */
  private static boolean isRetriable(Exception failed) {
    return (failed instanceof IOException && !(failed instanceof WrongSettingException))
        || (failed instanceof DriverException
            && AccessFailure.of(failed).orElse(AccessFailure.NOT_CHECKED)
                == AccessFailure.NOT_CHECKED);
  }

  private static String noAnswer(CassandraConnection connection, Duration wait, String why) {
    return String.format(
        Locale.ROOT,
        "Cassandra at %s did not answer within %d s (%s): start it, or name the right address in CASSANDRA_CONTACT_POINTS",
        connection.hosts(),
        Math.max(1, wait.toSeconds()),
        why);
  }

  private static String why(CassandraConnection connection, Exception failed) {
    if (AccessFailure.of(failed).isPresent()) {
      return AccessFailure.sentence(connection, failed);
    }
    return failed instanceof DriverException refused ? reason(refused) : message(failed);
  }

  /** The driver's own way to wait for a session has no limit, and cannot be interrupted. */
  private static CqlSession build(CqlSessionBuilder builder)
      throws IOException, InterruptedException {
    CompletableFuture<CqlSession> session = builder.buildAsync().toCompletableFuture();
    try {
      return session.get(BUILD_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof DriverException refused) {
        throw refused;
      }
      throw new IOException(innermost(failed), failed);
    } catch (TimeoutException stuck) {
      throw new IOException(
          String.format(
              Locale.ROOT, "the driver did not connect within %d s", BUILD_LIMIT.toSeconds()),
          stuck);
    } finally {
      // no use where there is one; the driver closes what it has begun
      session.cancel(true);
    }
  }

  /**
   * The contact points that take connections. Building a session only to see it refused would take
   * longer, and fill the log with the driver's warnings.
   *
   * @throws IOException when none does
   */
  private static List<InetSocketAddress> reachable(CassandraConnection connection)
      throws IOException {
    List<InetSocketAddress> reachable = new ArrayList<>();
    IOException last = new IOException("no contact point");
    for (InetSocketAddress named : connection.contactPoints()) {
      InetSocketAddress point = new InetSocketAddress(named.getHostString(), named.getPort());
      try (Socket socket = new Socket()) {
        socket.connect(point, (int) CONNECT_TIMEOUT.toMillis());
        reachable.add(point);
      } catch (UnknownHostException unknown) {
        last = new IOException("unknown host " + named.getHostString(), unknown);
      } catch (IOException refused) {
        last = refused;
      }
    }
    if (reachable.isEmpty() && connection.bundle() == null) {
      throw last;
    }
    return reachable;
  }

  private static CqlSessionBuilder builder(
      CassandraConnection connection, List<String> keyspaces, List<InetSocketAddress> contactPoints)
      throws IOException {
    CqlSessionBuilder builder =
        CqlSession.builder()
            .withConfigLoader(
                DriverConfigLoader.programmaticBuilder()
                    .withDuration(DefaultDriverOption.CONNECTION_CONNECT_TIMEOUT, CONNECT_TIMEOUT)
                    .withDuration(
                        DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, REQUEST_TIMEOUT)
                    .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, REQUEST_TIMEOUT)
                    .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, REQUEST_TIMEOUT)
                    .withString(DefaultDriverOption.REQUEST_CONSISTENCY, "LOCAL_QUORUM")
                    .withBoolean(DefaultDriverOption.REQUEST_DEFAULT_IDEMPOTENCE, true)
                    .withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, !keyspaces.isEmpty())
                    .withStringList(
                        DefaultDriverOption.METADATA_SCHEMA_REFRESHED_KEYSPACES, keyspaces)
                    .withBoolean(DefaultDriverOption.PREPARE_ON_ALL_NODES, false)
                    .withDuration(
                        DefaultDriverOption.RECONNECTION_BASE_DELAY, Duration.ofMillis(200))
                    .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, Duration.ofSeconds(2))
                    .withBoolean(DefaultDriverOption.TIMESTAMP_GENERATOR_FORCE_JAVA_CLOCK, true)
                    .withInt(DefaultDriverOption.NETTY_IO_SIZE, 1)
                    // a command that ends without closing its session must still end
                    .withBoolean(DefaultDriverOption.NETTY_DAEMON, true)
                    // nothing is sent any more when a session is closed: two seconds, otherwise
                    .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
                    .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0)
                    .withBoolean(DseDriverOption.MONITOR_REPORTING_ENABLED, false)
                    .build());
    if (!connection.username().isEmpty()) {
      builder = builder.withAuthCredentials(connection.username(), connection.password());
    }
    if (connection.bundle() != null) {
      return builder.withCloudSecureConnectBundle(connection.bundle().content());
    }
    if (connection.tls() != null) {
      builder =
          builder.withSslEngineFactory(
              new ProgrammaticSslEngineFactory(
                  context(connection.tls()), null, connection.tls().hostNameCheck()));
    }
    return builder.addContactPoints(contactPoints).withLocalDatacenter(connection.datacenter());
  }

  private static SSLContext context(Tls tls) throws IOException {
    try {
      return tls.context();
    } catch (GeneralSecurityException unusable) {
      throw new IOException(unusable.getMessage(), unusable);
    }
  }

  /** The driver itself would accept the wrong data centre, and then find no node to ask. */
  private static CqlSession inDatacenter(CqlSession session, CassandraConnection connection)
      throws UsageException {
    TreeSet<String> known =
        session.getMetadata().getNodes().values().stream()
            .map(Node::getDatacenter)
            .filter(datacenter -> datacenter != null)
            .collect(Collectors.toCollection(TreeSet::new));
    if (connection.bundle() != null || known.contains(connection.datacenter())) {
      return session;
    }
    session.close();
    throw new UsageException(
        "Cassandra at %s has no data centre %s, only %s: name the right one in CASSANDRA_DATACENTER"
            .formatted(connection.hosts(), connection.datacenter(), String.join(", ", known)));
  }

  private static String reason(DriverException failure) {
    if (failure instanceof AllNodesFailedException all) {
      for (List<Throwable> errors : all.getAllErrors().values()) {
        for (Throwable error : errors) {
          return innermost(error);
        }
      }
    }
    return innermost(failure);
  }

  private static String innermost(Throwable error) {
    Throwable cause = error;
    for (@Nullable Throwable next = error; next != null; next = next.getCause()) {
      cause = next;
    }
    return message(cause);
  }

  private static String message(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
  }
}
