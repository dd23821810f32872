package io.tributary.drill.cases;

import io.tributary.drill.load.Bomb;
import io.tributary.drill.load.Bombs;
import io.tributary.drill.load.Draft;
import io.tributary.drill.scene.Scene;
import io.tributary.drill.settle.Account;
import io.tributary.stack.consumer.ConsumerProcess;
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
  public Account play(Scene scene) throws Exception {
    String topic = scene.pipeline().topic().name();
    Bombs bombs = new Bombs(scene.stack().kafka().bootstrapServers(), scene.truth());
    ConsumerProcess consumer = scene.startConsumer();
    scene.awaitRunning(consumer);
    CompletableFuture<Void> published = scene.load().begin(scene.people().next(scene.records()));
    scene.faults().note("a record with 300,000 headers comes");
    bombs.publish(topic, 0, List.of(bomb(scene, 0), bomb(scene, 0).withHeaders(HEADERS)));
    scene.faults().note("a record of 1 GiB comes");
    bombs.publish(
        topic,
        1,
        List.of(bomb(scene, 0), bomb(scene, GIBIBYTE).becoming("TOO_LARGE"), bomb(scene, 0)));
    scene.load().finish(published);
    for (int deaths = 0; deaths < MOST_DEATHS; deaths++) {
      Account account = scene.awaitSettled(consumer);
      if (account.settled() || consumer.process().isAlive()) {
        break;
      }
      scene.say("the consumer is started again, as a container is");
      consumer.start();
    }
    return scene.settleUndying(consumer);
  }

  private static Bomb bomb(Scene scene, int padding) {
    Draft event = scene.people().event(scene.people().newId());
    return Bomb.of(event, padding);
  }
}
