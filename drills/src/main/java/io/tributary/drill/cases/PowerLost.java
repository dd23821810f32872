package io.tributary.drill.cases;

import io.tributary.drill.scene.Scene;
import io.tributary.drill.settle.Account;
import io.tributary.stack.consumer.ConsumerProcess;
import java.util.List;

/** All processes end in the same instant, and all are started again. */
final class PowerLost implements Case {
  private static final int LOSSES = 3;

  @Override
  public String name() {
    return "power-lost";
  }

  @Override
  public String claim() {
    return "when everything is killed in one instant and started again, nothing that was acknowledged is lost";
  }

  @Override
  public Account play(Scene scene) throws Exception {
    ConsumerProcess consumer = scene.startConsumer();
    for (int loss = 0; loss < LOSSES; loss++) {
      scene.awaitRunning(consumer);
      scene.underLoad(
          LOSSES,
          loss,
          () -> {
            scene
                .faults()
                .killTogether(
                    List.of(
                        consumer.process(),
                        scene.stack().cassandra().process(),
                        scene.stack().kafka().process()));
            scene.stack().start();
            consumer.start();
            scene.stack().awaitReady();
          });
    }
    return scene.settle(consumer);
  }
}
