package io.tributary.drill.cases;

import io.tributary.drill.load.Draft;
import io.tributary.drill.scene.Scene;
import io.tributary.drill.settle.Account;
import io.tributary.stack.consumer.ConsumerProcess;
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
  public Account play(Scene scene) throws Exception {
    ConsumerProcess consumer = scene.startConsumer();
    int burst = (scene.records() + KILLS - 1) / KILLS;
    for (int kill = 1; kill <= KILLS; kill++) {
      List<Draft> drafts = scene.people().next(burst);
      if (kill <= WHILE_STARTING) {
        scene.load().publish(drafts);
        Thread.sleep(scene.anyTime(Duration.ofSeconds(4)).toMillis());
      } else {
        scene.awaitRunning(consumer);
        CompletableFuture<Void> published = scene.load().begin(drafts);
        Thread.sleep(scene.anyTime(Duration.ofMillis(1_200)).toMillis());
        scene.faults().kill("the consumer", consumer.process());
        scene.load().finish(published);
      }
      if (consumer.process().isAlive()) {
        scene.faults().kill("the consumer", consumer.process());
      }
      consumer.start();
    }
    return scene.settle(consumer);
  }
}
