package io.tributary.drills.cases;

import io.tributary.drills.environment.DrillConsumer;
import io.tributary.drills.environment.DrillEnvironment;
import io.tributary.drills.settle.Account;
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
  public Account play(DrillEnvironment environment) throws Exception {
    DrillConsumer first = environment.startConsumer();
    first.awaitRunning();
    List<DrillConsumer> second = new ArrayList<>();
    environment.underLoad(
        2,
        0,
        () -> {
          environment.faults().note("a second consumer is started");
          second.add(environment.startConsumer("second", Map.of(), List.of()));
          refused(second.get(0));
        });
    DrillEnvironment.require(first.process().isAlive(), "The first consumer has ended.");
    environment.underLoad(
        2,
        1,
        () -> {
          environment.faults().kill("the consumer", first.process());
          environment.faults().note("two consumers are started at once");
          first.start();
          second.get(0).start();
        });
    while (first.process().isAlive() && second.get(0).process().isAlive()) {
      Thread.sleep(100);
    }
    boolean firstWorks = first.process().isAlive();
    refused(firstWorks ? second.get(0) : first);
    return environment.settle(firstWorks ? first : second.get(0));
  }

  private static void refused(DrillConsumer consumer) throws Exception {
    DrillEnvironment.require(
        consumer.awaitEnd(1).contains("another consumer uses the checkpoint"),
        "The second consumer does not say why it ends.");
  }
}
