package io.tributary.drill.cases;

import io.tributary.drill.scene.Scene;
import io.tributary.drill.settle.Account;
import io.tributary.stack.consumer.ConsumerProcess;
import java.time.Duration;

/** Cassandra stands still for longer than any time-out of a driver. */
final class CassandraFrozen implements Case {
  private static final Duration LONG = Duration.ofSeconds(20);

  @Override
  public String name() {
    return "cassandra-frozen";
  }

  @Override
  public String claim() {
    return "a Cassandra that answers nothing for 20 s, with its connections open, costs time and nothing else";
  }

  @Override
  public Account play(Scene scene) throws Exception {
    ConsumerProcess consumer = scene.startConsumer();
    scene.awaitRunning(consumer);
    scene.underLoad(
        1, () -> scene.faults().freeze("Cassandra", scene.stack().cassandra().process(), LONG));
    return scene.settleUndying(consumer);
  }
}
