package io.tributary.drill.cases;

import io.tributary.drill.scene.Scene;
import io.tributary.drill.settle.Account;
import io.tributary.stack.consumer.ConsumerProcess;
import java.time.Duration;

/** kill -9 of Kafka, and its return with its data. */
final class KafkaKilled implements Case {
  private static final int KILLS = 3;
  private static final Duration LONGEST_OUTAGE = Duration.ofSeconds(5);

  @Override
  public String name() {
    return "kafka-killed";
  }

  @Override
  public String claim() {
    return "kill -9 of Kafka while records come in loses none that it acknowledged, and the consumer goes on";
  }

  @Override
  public Account play(Scene scene) throws Exception {
    ConsumerProcess consumer = scene.startConsumer();
    scene.awaitRunning(consumer);
    scene.underLoad(
        KILLS,
        () -> {
          scene.faults().kill("Kafka", scene.stack().kafka().process());
          Thread.sleep(scene.anyTime(LONGEST_OUTAGE).toMillis());
          scene.stack().kafka().start();
          scene.stack().kafka().awaitReady();
        });
    return scene.settleUndying(consumer);
  }
}
