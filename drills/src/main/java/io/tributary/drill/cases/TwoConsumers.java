package io.tributary.drill.cases;

import io.tributary.drill.scene.Scene;
import io.tributary.drill.settle.Account;
import io.tributary.stack.consumer.ConsumerProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A second consumer by mistake. */
final class TwoConsumers implements Case {

  @Override
  public String name() {
    return "two-consumers";
  }

  @Override
  public String claim() {
    return "a second consumer on one checkpoint refuses to start, and of two that start at once one does the work";
  }

  @Override
  public Account play(Scene scene) throws Exception {
    ConsumerProcess first = scene.startConsumer();
    scene.awaitRunning(first);
    List<ConsumerProcess> second = new ArrayList<>();
    scene.underLoad(
        2,
        0,
        () -> {
          scene.faults().note("a second consumer is started");
          second.add(scene.startConsumer("second", Map.of(), List.of()));
          refused(scene, second.get(0));
        });
    Scene.require(first.process().isAlive(), "The first consumer has ended.");
    scene.underLoad(
        2,
        1,
        () -> {
          scene.faults().kill("the consumer", first.process());
          scene.faults().note("two consumers are started at once");
          first.start();
          second.get(0).start();
        });
    while (first.process().isAlive() && second.get(0).process().isAlive()) {
      Thread.sleep(100);
    }
    boolean firstWorks = first.process().isAlive();
    refused(scene, firstWorks ? second.get(0) : first);
    return scene.settle(firstWorks ? first : second.get(0));
  }

  private static void refused(Scene scene, ConsumerProcess consumer) throws Exception {
    Scene.require(
        scene.awaitEnd(consumer, 1).contains("another consumer uses the checkpoint"),
        "The second consumer does not say why it ends.");
  }
}
