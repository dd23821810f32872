package io.tributary.drills.cases;

import io.tributary.drills.environment.DrillConsumer;
import io.tributary.drills.environment.DrillEnvironment;
import io.tributary.drills.load.NumberedEvents;
import io.tributary.drills.load.RangeLoad;
import io.tributary.drills.settle.Account;
import io.tributary.drills.truth.Outcome;
import java.util.Locale;

/** A clock far ahead publishes millions of records. */
final class FromTheFuture implements Case {
  /** Kafka itself refuses what is further ahead than an hour. */
  private static final long AHEAD = 59 * 60_000;

  private static final Outcome.Letter FUTURE = new Outcome.Letter("FUTURE_TIME");
  private static final int MEBIBYTE = 1 << 20;

  @Override
  public String name() {
    return "from-the-future";
  }

  @Override
  public String claim() {
    return "records from 59 minutes ahead (--future-records, a million by default) are a dead letter each, filed and read past by a consumer with 512 MiB that is killed on the way, and starts with all of them there";
  }

  @Override
  public Account play(DrillEnvironment environment) throws Exception {
    String topic = environment.pipeline().topic().name();
    int third = environment.records() / 3;
    int future = environment.futureRecords();
    DrillConsumer consumer = environment.startConsumer();
    consumer.awaitRunning();
    environment.load().publish(environment.people().next(third));
    long time = System.currentTimeMillis() + AHEAD;
    environment
        .faults()
        .note(String.format(Locale.ROOT, "%,d records come from 59 minutes ahead", future));
    try (RangeLoad load =
        new RangeLoad(environment.stack().kafka().bootstrapServers(), environment.truth())) {
      load.publish(topic, future / 2, time, new NumberedEvents(1), FUTURE);
      environment.faults().kill("the consumer", consumer.process());
      consumer.start();
      load.publish(topic, future - future / 2, time, new NumberedEvents(2), FUTURE);
    }
    environment.load().publish(environment.people().next(third));
    environment.awaitCommitted();
    say(environment, "read all", consumer);
    environment.faults().kill("the consumer", consumer.process());
    long start = System.nanoTime();
    consumer.start();
    consumer.awaitRunning();
    environment.say(
        String.format(
            Locale.ROOT,
            "started with %,d dead letters there in %.1f s",
            future,
            (System.nanoTime() - start) / 1e9));
    environment.load().publish(environment.people().next(environment.records() - 2 * third));
    environment.awaitCommitted();
    say(environment, "read the rest", consumer);
    return environment.settleUndying(consumer);
  }

  private static void say(DrillEnvironment environment, String what, DrillConsumer consumer) {
    environment.say(
        String.format(
            Locale.ROOT,
            "the consumer has %s with at most %,d MiB of memory",
            what,
            consumer.process().peakMemory() / MEBIBYTE));
  }
}
