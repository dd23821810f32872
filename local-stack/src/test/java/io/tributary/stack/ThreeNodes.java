package io.tributary.stack;

import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.tributary.runtime.cassandra.CassandraConnection;
import io.tributary.runtime.cassandra.CassandraSessions;
import io.tributary.stack.cassandra.CassandraProcess;
import io.tributary.stack.checkout.Checkout;
import io.tributary.stack.host.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Kafka, and a cluster of three nodes of Cassandra, each of which has a third of the ring. */
public final class ThreeNodes {
  /** Generous: the machine may be busy with other things. */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static final long A_THIRD = Long.MAX_VALUE / 3 * 2;

  private ThreeNodes() {}

  /**
   * Starts them one after the other; returns when all serve.
   *
   * @param syncPeriod between two syncs of the nodes' commit logs
   */
  public static EmbeddedStack start(Duration syncPeriod) throws Exception {
    Checkout checkout = Checkout.current();
    Path folder = TestFolder.create("nodes");
    LocalStack local = LocalStack.atAnyPorts(checkout, folder, syncPeriod);
    List<CassandraProcess> nodes = new ArrayList<>(List.of(local.cassandra()));
    Ports ports = new Ports();
    for (long token : List.of(-A_THIRD, A_THIRD)) {
      String name = "cassandra" + (nodes.size() + 1);
      nodes.add(
          local
              .cassandra()
              .neighbour(
                  checkout,
                  folder.resolve(name),
                  folder.resolve("logs").resolve(name + ".log"),
                  ports.free(),
                  ports.free(),
                  token));
    }
    EmbeddedStack three = new EmbeddedStack(local, nodes);
    try {
      local.start();
      local.awaitReady();
      for (CassandraProcess further : nodes.subList(1, nodes.size())) {
        further.start();
        further.awaitReady();
      }
      awaitAcquaintance(three);
    } catch (Exception failed) {
      three.close();
      throw failed;
    }
    return three;
  }

  /** Waits until each knows all others, and all know the same tables. */
  private static void awaitAcquaintance(EmbeddedStack three) throws Exception {
    SimpleStatement others = SimpleStatement.newInstance("SELECT peer FROM system.peers_v2");
    try (CqlSession session =
        CassandraSessions.open(
            CassandraConnection.of(
                List.of(three.contactPoints().split(",")), three.dataCenter(), "", ""),
            LIMIT,
            waiting -> {})) {
      await()
          .atMost(LIMIT)
          .ignoreExceptionsInstanceOf(DriverException.class) // not connected to each of them yet
          .until(
              () ->
                  session.getMetadata().getNodes().values().stream()
                          .filter(
                              node ->
                                  session.execute(others.setNode(node)).all().size()
                                      == three.nodes().size() - 1)
                          .count()
                      == three.nodes().size());
      await().atMost(LIMIT).until(session::checkSchemaAgreement);
    }
  }
}
