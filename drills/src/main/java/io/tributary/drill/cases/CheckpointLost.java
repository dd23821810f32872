package io.tributary.drill.cases;

import io.tributary.drill.scene.Scene;
import io.tributary.drill.settle.Account;
import io.tributary.stack.consumer.ConsumerProcess;
import io.tributary.stack.process.Folders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The folder of the checkpoints is gone. */
final class CheckpointLost implements Case {

  @Override
  public String name() {
    return "checkpoint-lost";
  }

  @Override
  public String claim() {
    return "without its checkpoint, but with rows, the consumer names the choices and ends; --from earliest then loses and doubles nothing";
  }

  @Override
  public Account play(Scene scene) throws Exception {
    ConsumerProcess consumer = scene.startConsumer();
    scene.awaitRunning(consumer);
    scene.underLoad(
        2,
        0,
        () -> {
          Thread.sleep(scene.anyTime(Duration.ofSeconds(2)).toMillis());
          scene.faults().kill("the consumer", consumer.process());
        });
    scene.awaitSomeRows();
    scene.faults().note("the checkpoint is deleted");
    Folders.delete(scene.checkpoints());
    List<ConsumerProcess> told = new ArrayList<>();
    scene.underLoad(
        2,
        1,
        () -> {
          consumer.start();
          String said = scene.awaitEnd(consumer, 1);
          Scene.require(
              said.contains("--from earliest") && said.contains("--from latest"),
              "The consumer does not name the choices: " + said);
          told.add(scene.startConsumer("consumer-told", Map.of(), List.of("--from", "earliest")));
        });
    return scene.settle(told.get(0));
  }
}
