package io.tributary.drills.cases;

import io.tributary.drills.environment.DrillConsumer;
import io.tributary.drills.environment.DrillEnvironment;
import io.tributary.drills.settle.Account;
import io.tributary.stack.host.Folders;
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
  public Account play(DrillEnvironment environment) throws Exception {
    DrillConsumer consumer = environment.startConsumer();
    consumer.awaitRunning();
    environment.underLoad(
        2,
        0,
        () -> {
          Thread.sleep(environment.anyTime(Duration.ofSeconds(2)).toMillis());
          environment.faults().kill("the consumer", consumer.process());
        });
    environment.awaitSomeRows();
    environment.faults().note("the checkpoint is deleted");
    Folders.delete(environment.checkpoints());
    List<DrillConsumer> told = new ArrayList<>();
    environment.underLoad(
        2,
        1,
        () -> {
          consumer.start();
          String said = consumer.awaitEnd(1);
          DrillEnvironment.require(
              said.contains("--from earliest") && said.contains("--from latest"),
              "The consumer does not name the choices: " + said);
          told.add(
              environment.startConsumer("consumer-told", Map.of(), List.of("--from", "earliest")));
        });
    return environment.settle(told.get(0));
  }
}
