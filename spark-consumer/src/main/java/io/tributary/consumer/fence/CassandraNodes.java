package io.tributary.consumer.fence;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.metadata.TokenMap;
import io.tributary.model.cql.DeadLetterCql;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The nodes of a session's data centre, by the driver. */
final class CassandraNodes implements FencedNodes {
  private static final String GENERATION = "SELECT gossip_generation FROM system.local";
  private static final LocalDate NO_DAY = LocalDate.EPOCH;

  /** Keys fall on nodes at random: far more than needed to meet each of a thousand nodes. */
  private static final int MAX_KEYS = 100_000;

  private final CqlSession session;
  private final String keyspace;
  private final String datacenter;
  private final PreparedStatement sentinel;
  private final ConsistencyLevel consistency;

  /**
   * Asks Cassandra to prepare the sentinel; throws the driver's exceptions.
   *
   * @param session one that knows which nodes hold the keyspace's rows
   * @param replicas how many nodes of the data centre have each row
   */
  CassandraNodes(CqlSession session, String keyspace, String datacenter, int replicas) {
    this.session = session;
    this.keyspace = keyspace;
    this.datacenter = datacenter;
    // the deletion of a row that never was: a write like any other, and nothing to be seen of it
    this.sentinel = session.prepare(new DeadLetterCql(keyspace).delete());
    this.consistency =
        replicas == 1 ? DefaultConsistencyLevel.LOCAL_ONE : DefaultConsistencyLevel.ALL;
  }

  @Override
  public CompletableFuture<Map<UUID, Integer>> generations() {
    Map<UUID, CompletableFuture<AsyncResultSet>> answers = new HashMap<>();
    for (Node node : nodes(session, datacenter)) {
      answers.put(
          Objects.requireNonNull(node.getHostId()),
          session
              .executeAsync(SimpleStatement.newInstance(GENERATION).setNode(node))
              .toCompletableFuture());
    }
    return whenAll(
        answers.values(),
        () -> {
          Map<UUID, Integer> generations = new HashMap<>();
          answers.forEach(
              (node, answer) ->
                  generations.put(node, Objects.requireNonNull(answer.join().one()).getInt(0)));
          return generations;
        });
  }

  @Override
  public CompletableFuture<Void> sentinels() {
    return whenAll(
        statements().stream()
            .map(statement -> session.executeAsync(statement).toCompletableFuture())
            .toList(),
        () -> null);
  }

  /** What {@code result} makes of all answers; cancelled, it cancels the requests. */
  private static <T extends @Nullable Object> CompletableFuture<T> whenAll(
      Collection<CompletableFuture<AsyncResultSet>> answers, Supplier<T> result) {
    CompletableFuture<T> all =
        CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
            .thenApply(done -> result.get());
    CompletableFuture<T> unused =
        all.whenComplete(
            (done, failure) -> {
              if (all.isCancelled()) {
                answers.forEach(answer -> answer.cancel(true));
              }
            });
    return all;
  }

  /** As few as there are, so that each node has the row of one. */
  private List<BoundStatement> statements() {
    Collection<Node> nodes = nodes(session, datacenter);
    if (session.getMetadata().getNodes().size() == 1) {
      return List.of(statement(0));
    }
    TokenMap tokens =
        session
            .getMetadata()
            .getTokenMap()
            .orElseThrow(() -> new IllegalStateException("the session has no token map"));
    Set<Node> missing = new HashSet<>(nodes);
    missing.removeIf(node -> tokens.getTokenRanges(node).isEmpty());
    List<BoundStatement> statements = new ArrayList<>();
    for (int key = 0; key < MAX_KEYS && !missing.isEmpty(); key++) {
      BoundStatement statement = statement(key);
      ByteBuffer routingKey = Objects.requireNonNull(statement.getRoutingKey());
      if (missing.removeAll(tokens.getReplicas(keyspace, routingKey))) {
        statements.add(statement);
      }
    }
    if (!missing.isEmpty()) {
      throw new IllegalStateException("no key was found for the nodes " + missing);
    }
    return statements;
  }

  private BoundStatement statement(int key) {
    return sentinel
        .bind("fence-" + key, NO_DAY, 0, "", 0, 0L)
        .setIdempotent(true)
        .setConsistencyLevel(consistency);
  }

  /** Those of the data centre, up or down: a node that is down cannot say what it has. */
  static Collection<Node> nodes(CqlSession session, String datacenter) {
    return session.getMetadata().getNodes().values().stream()
        .filter(node -> datacenter.equals(node.getDatacenter()))
        .toList();
  }
}
