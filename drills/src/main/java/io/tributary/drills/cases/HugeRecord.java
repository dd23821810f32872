package io.tributary.drills.cases;

import io.tributary.drills.environment.DrillConsumer;
import io.tributary.drills.environment.DrillEnvironment;
import io.tributary.drills.load.Bomb;
import io.tributary.drills.load.Bombs;
import io.tributary.drills.load.Draft;
import io.tributary.drills.settle.Account;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A record that no heap has room for, between two good ones, and one of headers alone. */
final class HugeRecord implements Case {
  private static final int GIBIBYTE = 1 << 30;
  private static final int HEADERS = 300_000;

  /** Once by the record that it waited for, and once by the same when it reads it. */
  private static final int MOST_DEATHS = 2;

  @Override
  public String name() {
    return "huge-record";
  }

  @Override
  public String claim() {
    return "a record of 1 GiB that is 100 KB in Kafka: a dead letter once the consumer, which may die of it twice, is there again; a record with 300,000 headers is a row; both their neighbours in the batch are";
  }

  @Override
  public Account play(DrillEnvironment environment) throws Exception {
    String topic = environment.pipeline().topic().name();
    Bombs bombs = new Bombs(environment.stack().kafka().bootstrapServers(), environment.truth());
    DrillConsumer consumer = environment.startConsumer();
    consumer.awaitRunning();
    CompletableFuture<Void> published =
        environment.load().begin(environment.people().next(environment.records()));
    environment.faults().note("a record with 300,000 headers comes");
    bombs.publish(
        topic, 0, List.of(bomb(environment, 0), bomb(environment, 0).withHeaders(HEADERS)));
    environment.faults().note("a record of 1 GiB comes");
    bombs.publish(
        topic,
        1,
        List.of(
            bomb(environment, 0),
            bomb(environment, GIBIBYTE).becoming("TOO_LARGE"),
            bomb(environment, 0)));
    environment.load().finish(published);
    for (int deaths = 0; deaths < MOST_DEATHS; deaths++) {
      Account account = environment.awaitSettled(consumer);
      if (account.settled() || consumer.process().isAlive()) {
        break;
      }
      environment.say("the consumer is started again, as a container is");
      consumer.start();
    }
    return environment.settleUndying(consumer);
  }

  private static Bomb bomb(DrillEnvironment environment, int padding) {
    Draft event = environment.people().event(environment.people().newId());
    return Bomb.of(event, padding);
  }
}
