package io.tributary.drills.cases;

import io.tributary.drills.environment.DrillConsumer;
import io.tributary.drills.environment.DrillEnvironment;
import io.tributary.drills.load.Draft;
import io.tributary.drills.load.TransactionalLoad;
import io.tributary.drills.settle.Account;
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
  public Account play(DrillEnvironment environment) throws Exception {
    DrillConsumer consumer = environment.startConsumer();
    int inRound = environment.records() / ROUNDS;
    for (int round = 1; round <= ROUNDS; round++) {
      consumer.awaitRunning();
      try (TransactionalLoad writer = writer(environment, "writer-" + round);
          TransactionalLoad dying = writer(environment, "dying-" + round)) {
        CompletableFuture<Void> others =
            environment.load().begin(environment.people().next(inRound / 2));
        publish(environment, writer, inRound / 4);
        environment.faults().note("a writer dies in the middle of a transaction");
        dying.leaveOpen(environment.people().next(LEFT_OPEN));
        environment.faults().kill("the consumer", consumer.process());
        consumer.start();
        publish(environment, writer, inRound - inRound / 2 - inRound / 4);
        environment.load().finish(others);
      }
    }
    return environment.settle(consumer);
  }

  private static TransactionalLoad writer(DrillEnvironment environment, String id) {
    return new TransactionalLoad(
        environment.stack().kafka().bootstrapServers(), environment.truth(), id, OPEN_FOR);
  }

  /** So many committed records, and on the way about half as many that are aborted. */
  private static void publish(DrillEnvironment environment, TransactionalLoad writer, int records)
      throws Exception {
    int left = records;
    while (left > 0) {
      if (environment.random().nextInt(3) == 0) {
        writer.abort(environment.people().next(IN_TRANSACTION));
      } else {
        List<Draft> next = environment.people().next(Math.min(left, IN_TRANSACTION));
        writer.commit(next);
        left -= next.size();
      }
    }
  }
}
