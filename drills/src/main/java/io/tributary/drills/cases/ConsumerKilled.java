package io.tributary.drills.cases;

import io.tributary.drills.console.ConsoleWitness;
import io.tributary.drills.environment.DrillConsumer;
import io.tributary.drills.environment.DrillEnvironment;
import io.tributary.drills.load.Draft;
import io.tributary.drills.settle.Account;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** kill -9 of the consumer at random moments, ten times in a row. */
final class ConsumerKilled implements Case {
  private static final int KILLS = 10;

  /** Of ten kills so many come at any moment of the start, the others while it writes. */
  private static final int WHILE_STARTING = 2;

  @Override
  public String name() {
    return "consumer-killed";
  }

  @Override
  public String claim() {
    return "ten kill -9 of the consumer in a row, while it starts and while it writes, lose nothing";
  }

  @Override
  public Account play(DrillEnvironment environment) throws Exception {
    ConsoleWitness console = environment.console();
    DrillConsumer consumer = environment.startConsumer();
    int burst = (environment.records() + KILLS - 1) / KILLS;
    for (int kill = 1; kill <= KILLS; kill++) {
      List<Draft> drafts = environment.people().next(burst);
      if (kill <= WHILE_STARTING) {
        environment.load().publish(drafts);
        Thread.sleep(environment.anyTime(Duration.ofSeconds(4)).toMillis());
      } else {
        consumer.awaitRunning();
        CompletableFuture<Void> published = environment.load().begin(drafts);
        Thread.sleep(environment.anyTime(Duration.ofMillis(1_200)).toMillis());
        environment.faults().kill("the consumer", consumer.process());
        environment.load().finish(published);
      }
      if (consumer.process().isAlive()) {
        environment.faults().kill("the consumer", consumer.process());
      }
      if (kill == KILLS) {
        console.hear("the consumer is killed", "/", "unknown", "the consumer", "does not answer");
      }
      consumer.start();
    }
    return environment.settle(consumer);
  }
}
