package io.tributary.drill.cases;

import io.tributary.drill.scene.Scene;
import io.tributary.drill.settle.Account;
import io.tributary.stack.consumer.ConsumerProcess;
import java.time.Duration;

/** Cassandra answers, but every answer takes long. */
final class CassandraSlow implements Case {

  @Override
  public String name() {
    return "cassandra-slow";
  }

  @Override
  public String claim() {
    return "a Cassandra that works 60 ms of each 460 ms slows the pipeline down and loses nothing";
  }

  @Override
  public Account play(Scene scene) throws Exception {
    ConsumerProcess consumer = scene.startConsumer();
    scene.awaitRunning(consumer);
    scene.underLoad(
        1,
        () ->
            scene
                .faults()
                .slow(
                    "Cassandra",
                    scene.stack().cassandra().process(),
                    Duration.ofSeconds(20),
                    Duration.ofMillis(60),
                    Duration.ofMillis(400)));
    return scene.settleUndying(consumer);
  }
}
