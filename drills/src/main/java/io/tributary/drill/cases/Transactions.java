package io.tributary.drill.cases;

import io.tributary.drill.load.Draft;
import io.tributary.drill.load.TransactionalLoad;
import io.tributary.drill.scene.Scene;
import io.tributary.drill.settle.Account;
import io.tributary.stack.consumer.ConsumerProcess;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Others write to the topic in transactions, and not all of those are committed. */
final class Transactions implements Case {
  private static final int ROUNDS = 4;
  private static final int IN_TRANSACTION = 100;
  private static final int LEFT_OPEN = 20;

  /** Long enough that a consumer that is killed finds it open when it is back. */
  private static final Duration OPEN_FOR = Duration.ofSeconds(10);

  @Override
  public String name() {
    return "transactions";
  }

  @Override
  public String claim() {
    return "of transactions that are committed, aborted and left open beside other records, while the consumer is killed, committed records alone have an outcome";
  }

  @Override
  public Account play(Scene scene) throws Exception {
    ConsumerProcess consumer = scene.startConsumer();
    int inRound = scene.records() / ROUNDS;
    for (int round = 1; round <= ROUNDS; round++) {
      scene.awaitRunning(consumer);
      try (TransactionalLoad writer = writer(scene, "writer-" + round);
          TransactionalLoad dying = writer(scene, "dying-" + round)) {
        CompletableFuture<Void> others = scene.load().begin(scene.people().next(inRound / 2));
        publish(scene, writer, inRound / 4);
        scene.faults().note("a writer dies in the middle of a transaction");
        dying.leaveOpen(scene.people().next(LEFT_OPEN));
        scene.faults().kill("the consumer", consumer.process());
        consumer.start();
        publish(scene, writer, inRound - inRound / 2 - inRound / 4);
        scene.load().finish(others);
      }
    }
    return scene.settle(consumer);
  }

  private static TransactionalLoad writer(Scene scene, String id) {
    return new TransactionalLoad(
        scene.stack().kafka().bootstrapServers(), scene.truth(), id, OPEN_FOR);
  }

  /** So many committed records, and on the way about half as many that are aborted. */
  private static void publish(Scene scene, TransactionalLoad writer, int records) throws Exception {
    int left = records;
    while (left > 0) {
      if (scene.random().nextInt(3) == 0) {
        writer.abort(scene.people().next(IN_TRANSACTION));
      } else {
        List<Draft> next = scene.people().next(Math.min(left, IN_TRANSACTION));
        writer.commit(next);
        left -= next.size();
      }
    }
  }
}
