package io.tributary.drill.cases;

import io.tributary.drill.scene.Scene;
import io.tributary.drill.settle.Account;
import io.tributary.stack.consumer.ConsumerProcess;
import java.time.Duration;

/** kill -9 of Cassandra while rows are written, and its return. */
final class CassandraKilled implements Case {
  private static final int KILLS = 4;
  private static final Duration LONGEST_OUTAGE = Duration.ofSeconds(5);

  @Override
  public String name() {
    return "cassandra-killed";
  }

  @Override
  public String claim() {
    return "kill -9 of Cassandra while rows are written loses none, and the consumer goes on by itself";
  }

  @Override
  public Account play(Scene scene) throws Exception {
    ConsumerProcess consumer = scene.startConsumer();
    scene.awaitRunning(consumer);
    scene.underLoad(
        KILLS,
        () -> {
          scene.faults().kill("Cassandra", scene.stack().cassandra().process());
          Thread.sleep(scene.anyTime(LONGEST_OUTAGE).toMillis());
          scene.stack().cassandra().start();
          scene.stack().cassandra().awaitReady();
        });
    return scene.settleUndying(consumer);
  }
}
