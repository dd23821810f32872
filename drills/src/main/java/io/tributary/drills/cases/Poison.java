package io.tributary.drills.cases;

import io.tributary.drills.environment.DrillConsumer;
import io.tributary.drills.environment.DrillEnvironment;
import io.tributary.drills.load.BadRecords;
import io.tributary.drills.load.Draft;
import io.tributary.drills.settle.Account;
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
  public void prepare(DrillEnvironment environment) throws Exception {
    // so that a value that is too large is not a megabyte
    environment
        .definition()
        .change("max-record-bytes: 1048576", "max-record-bytes: " + BadRecords.MOST_BYTES);
  }

  @Override
  public Account play(DrillEnvironment environment) throws Exception {
    BadRecords bad =
        new BadRecords(
            environment.pipeline().topic().name(),
            environment.pipeline().topic().rejected(),
            environment.people(),
            environment.random());
    List<Draft> drafts = new ArrayList<>();
    for (Draft good : environment.people().next(environment.records())) {
      drafts.add(environment.random().nextInt(ONE_IN) == 0 ? bad.next() : good);
    }
    for (int i = 0; i < STRETCH; i++) {
      drafts.add(bad.next());
    }
    drafts.addAll(environment.people().next(environment.records() / ONE_IN));
    DrillConsumer consumer = environment.startConsumer();
    consumer.awaitRunning();
    var published = environment.load().begin(drafts);
    Thread.sleep(environment.anyTime(Duration.ofSeconds(5)).toMillis());
    environment.faults().kill("the consumer", consumer.process());
    consumer.start();
    environment.load().finish(published);
    environment
        .faults()
        .note(String.format(Locale.ROOT, "%,d bad records were published", bad.count()));
    return environment.settle(consumer);
  }
}
