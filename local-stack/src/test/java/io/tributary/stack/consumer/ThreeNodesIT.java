package io.tributary.stack.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.metadata.NodeState;
import io.tributary.init.Replication;
import io.tributary.init.SchemaMigration;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.cassandra.CassandraConnection;
import io.tributary.runtime.cassandra.CassandraSessions;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.stack.EmbeddedStack;
import io.tributary.stack.FreshPipeline;
import io.tributary.stack.TestConsumer;
import io.tributary.stack.ThreeNodes;
import io.tributary.stack.checkout.Checkout;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * One cluster of three nodes for all that needs one, since it takes most of a minute to start. The
 * last test leaves a node dead.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class ThreeNodesIT {
  private final EmbeddedStack three;

  ThreeNodesIT() throws Exception {
    three = ThreeNodes.start(FenceIT.SYNC_PERIOD);
  }

  @AfterAll
  void stop() {
    three.close();
  }

  @Test
  @Order(1)
  void everyRecordIsThere_whenEachOfThreeNodesIsKilled() throws Exception {
    FenceIT.runTrial(three, FenceIT.TRIGGERS.get(0));
  }

  /** Three nodes have each row, and two of them are enough. */
  @Test
  @Order(2)
  void rowsKeepComing_whileOneOfThreeNodesIsAway_withoutAFence() throws Exception {
    FreshPipeline pipeline = FreshPipeline.of(Checkout.current().resolve("pipelines/users.yaml"));
    try (PipelineFixture surroundings = PipelineFixture.of(three, pipeline, 3);
        TestConsumer consumer = TestConsumer.start(three, pipeline)) {
      consumer.awaitLog("without a fence, because Cassandra forgets nothing if one node is killed");
      Load load = new Load(surroundings);
      load.burst();
      surroundings.awaitRows(1);
      three.nodes().get(0).process().kill();
      load.burst();
      await()
          .atMost(Duration.ofMinutes(2))
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                assertThat(surroundings.rows().keySet()).containsAll(load.goodIds());
                assertThat(surroundings.letters().keySet()).containsAll(load.badPlaces());
              });
      assertThat(consumer.page("ready")).startsWith("200");
      assertThatNoTableIsCreated(three);
    }
  }

  /** The node that is away might create it too, later, as another table of the same name. */
  private static void assertThatNoTableIsCreated(EmbeddedStack three) throws Exception {
    Pipeline more =
        FreshPipeline.of(Checkout.current().resolve("pipelines/users.yaml")).definition();
    CassandraConnection address =
        CassandraConnection.of(
            List.of(three.contactPoints().split(",")), three.dataCenter(), "", "");
    try (CqlSession session =
        CassandraSessions.open(address, Duration.ofMinutes(1), waiting -> {})) {
      await()
          .atMost(Duration.ofMinutes(1))
          .until(
              () ->
                  session.getMetadata().getNodes().values().stream()
                      .anyMatch(node -> node.getState() == NodeState.DOWN));
      assertThatExceptionOfType(CommandFailedException.class)
          .isThrownBy(
              () -> new SchemaMigration(List.of(more), Replication.parse("3")).apply(session))
          .withMessageContaining("nothing was changed: ")
          .withMessageContaining(three.nodes().get(0).contactPoint());
    }
  }
}
