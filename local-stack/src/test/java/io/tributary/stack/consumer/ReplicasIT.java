package io.tributary.stack.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.stack.EmbeddedStack;
import io.tributary.stack.FreshPipeline;
import io.tributary.stack.TestConsumer;
import io.tributary.stack.ThreeNodes;
import io.tributary.stack.cassandra.CassandraProcess;
import io.tributary.stack.process.Checkout;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Three nodes have each row, and two of them are enough. */
class ReplicasIT {

  @Test
  void rowsKeepComing_whileOneOfThreeNodesIsAway_withoutAFence() throws Exception {
    FreshPipeline pipeline = FreshPipeline.of(Checkout.current().resolve("pipelines/users.yaml"));
    try (EmbeddedStack three = ThreeNodes.start(CassandraProcess.SYNC_PERIOD);
        Surroundings surroundings = Surroundings.of(three, pipeline, 3);
        TestConsumer consumer = TestConsumer.start(three, pipeline)) {
      consumer.awaitLog("without a fence: Cassandra forgets nothing when one node is killed");
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
    }
  }
}
