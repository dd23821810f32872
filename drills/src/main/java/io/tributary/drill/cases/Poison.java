package io.tributary.drill.cases;

import io.tributary.drill.load.BadRecords;
import io.tributary.drill.load.Draft;
import io.tributary.drill.scene.Scene;
import io.tributary.drill.settle.Account;
import io.tributary.stack.consumer.ConsumerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Bad records of every kind among good ones, and a long stretch of nothing else. */
final class Poison implements Case {
  private static final int ONE_IN = 10;
  private static final int STRETCH = 10_000;

  @Override
  public String name() {
    return "poison";
  }

  @Override
  public String claim() {
    return "one record in ten bad in every way there is, then 10,000 bad ones in a row: a dead letter each, and the stream goes on";
  }

  @Override
  public void prepare(Scene scene) throws Exception {
    // so that a value that is too large is not a megabyte
    scene
        .definition()
        .change("max-record-bytes: 1048576", "max-record-bytes: " + BadRecords.MOST_BYTES);
  }

  @Override
  public Account play(Scene scene) throws Exception {
    BadRecords bad =
        new BadRecords(
            scene.pipeline().topic().name(),
            scene.pipeline().topic().rejected(),
            scene.people(),
            scene.random());
    List<Draft> drafts = new ArrayList<>();
    for (Draft good : scene.people().next(scene.records())) {
      drafts.add(scene.random().nextInt(ONE_IN) == 0 ? bad.next() : good);
    }
    for (int i = 0; i < STRETCH; i++) {
      drafts.add(bad.next());
    }
    drafts.addAll(scene.people().next(scene.records() / ONE_IN));
    ConsumerProcess consumer = scene.startConsumer();
    scene.awaitRunning(consumer);
    var published = scene.load().begin(drafts);
    Thread.sleep(scene.anyTime(Duration.ofSeconds(5)).toMillis());
    scene.faults().kill("the consumer", consumer.process());
    consumer.start();
    scene.load().finish(published);
    scene.faults().note(String.format(Locale.ROOT, "%,d bad records were published", bad.count()));
    return scene.settle(consumer);
  }
}
