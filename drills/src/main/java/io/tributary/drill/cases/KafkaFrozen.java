package io.tributary.drill.cases;

import io.tributary.drill.scene.Scene;
import io.tributary.drill.settle.Account;
import io.tributary.stack.consumer.ConsumerProcess;
import java.time.Duration;

/** Kafka stands still for 20 s. */
final class KafkaFrozen implements Case {
  private static final Duration LONG = Duration.ofSeconds(20);

  @Override
  public String name() {
    return "kafka-frozen";
  }

  @Override
  public String claim() {
    return "a Kafka that answers nothing for 20 s, with its connections open, costs time and nothing else";
  }

  @Override
  public Account play(Scene scene) throws Exception {
    ConsumerProcess consumer = scene.startConsumer();
    scene.awaitRunning(consumer);
    scene.underLoad(1, () -> scene.faults().freeze("Kafka", scene.stack().kafka().process(), LONG));
    return scene.settleUndying(consumer);
  }
}
