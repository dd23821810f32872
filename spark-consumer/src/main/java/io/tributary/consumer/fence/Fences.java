package io.tributary.consumer.fence;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import io.tributary.runtime.cassandra.AccessFailure;
import io.tributary.runtime.time.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out by Cassandra's own words whether a keyspace's writes need a fence, and begins it. */
public final class Fences {
  /** A fence that waits longer is as good as broken: the query starts again and waits there. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private static final String SETTINGS =
      "SELECT name, value FROM system_views.settings WHERE name IN ('%s', '%s', '%s', '%s')"
          .formatted(CommitLog.SYNC, CommitLog.PERIOD, CommitLog.LAG, CommitLog.FAILURE_POLICY);

  private final CqlSession session;
  private final String datacenter;
  private final DefaultConsistencyLevel consistency;
  private final FenceMode mode;

  /**
   * @param datacenter the one that the session writes to
   * @param consistency how many replicas acknowledge a write
   */
  public Fences(
      CqlSession session, String datacenter, DefaultConsistencyLevel consistency, FenceMode mode) {
    this.session = session;
    this.datacenter = datacenter;
    this.consistency = consistency;
    this.mode = mode;
  }

  /** Whether there are to be any. */
  public FenceMode mode() {
    return mode;
  }

  /**
   * How far acknowledged writes may lag behind the disk; nothing where no fence is needed. Throws
   * the driver's exceptions.
   *
   * @throws FenceImpossibleException when a fence is needed and cannot hold
   */
  public Optional<Duration> lagBound(String keyspace) throws FenceImpossibleException {
    return mode == FenceMode.OFF ? Optional.empty() : need(keyspace).lagBound(mode);
  }

  /**
   * A fence for all writes into the keyspace from now on, where one is needed. Throws the driver's
   * exceptions.
   *
   * @throws FenceImpossibleException when a fence is needed and cannot hold
   */
  public Optional<Fence> begin(String keyspace)
      throws FenceImpossibleException, FenceBrokenException, InterruptedException {
    if (mode == FenceMode.OFF) {
      return Optional.empty();
    }
    FenceNeed need = need(keyspace);
    Optional<Duration> lagBound = need.lagBound(mode);
    if (lagBound.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Fence.begin(
            new CassandraNodes(session, keyspace, datacenter, need.replicas()),
            lagBound.get(),
            LIMIT,
            Ticker.system()));
  }

  private FenceNeed need(String keyspace) throws FenceImpossibleException {
    @Nullable Row described =
        session
            .execute(
                SimpleStatement.newInstance(
                    "SELECT durable_writes, replication FROM system_schema.keyspaces WHERE"
                        + " keyspace_name = ?",
                    keyspace))
            .one();
    if (described == null) {
      throw new FenceImpossibleException(
          "Cassandra has no keyspace %s: run cassandra-init".formatted(keyspace));
    }
    @Nullable Map<String, String> replication =
        described.getMap("replication", String.class, String.class);
    if (replication == null) {
      replication = Map.of();
    }
    int replicas = replicas(replication, datacenter);
    return new FenceNeed(
        keyspace,
        replicas,
        consistency,
        isElsewhere(replication),
        described.getBoolean("durable_writes"),
        // a node that is down must not be asked where nothing depends on its answer
        FenceNeed.isNeeded(mode, replicas, consistency) ? commitLogs() : Map.of());
  }

  private boolean isElsewhere(Map<String, String> replication) {
    boolean hasOtherNodes =
        session.getMetadata().getNodes().size() > CassandraNodes.nodes(session, datacenter).size();
    return hasOtherNodes
        && replication.keySet().stream()
            .anyMatch(key -> !key.equals("class") && !key.equals(datacenter));
  }

  /** What cannot be read counts as one: then nothing but the commit log keeps a row. */
  static int replicas(Map<String, String> replication, String datacenter) {
    String own = replication.getOrDefault(datacenter, replication.get("replication_factor"));
    // 3/1 is three, one of them transient
    return own != null && own.matches("\\d{1,4}(/\\d{1,4})?")
        ? Integer.parseInt(own.replaceFirst("/.*", ""))
        : 1;
  }

  private Map<String, CommitLog> commitLogs() throws FenceImpossibleException {
    Map<String, CommitLog> commitLogs = new HashMap<>();
    for (Node node : CassandraNodes.nodes(session, datacenter)) {
      commitLogs.put(String.valueOf(node.getEndPoint()), commitLog(node));
    }
    return commitLogs;
  }

  private CommitLog commitLog(Node node) throws FenceImpossibleException {
    Map<String, @Nullable String> settings = new HashMap<>();
    try {
      for (Row setting : session.execute(SimpleStatement.newInstance(SETTINGS).setNode(node))) {
        settings.put(String.valueOf(setting.getString(0)), setting.getString(1));
      }
    } catch (UnauthorizedException refused) {
      if (AccessFailure.of(refused).equals(Optional.of(AccessFailure.NOT_CHECKED))) {
        throw refused;
      }
      throw new FenceImpossibleException(
          "the consumer's user may not read how Cassandra keeps its commit log: GRANT SELECT ON"
              + " KEYSPACE system_views to it");
    }
    return CommitLog.of(settings);
  }
}
