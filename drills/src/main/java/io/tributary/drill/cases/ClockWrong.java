package io.tributary.drill.cases;

import io.tributary.drill.load.Draft;
import io.tributary.drill.scene.Scene;
import io.tributary.drill.settle.Account;
import io.tributary.drill.truth.Outcome;
import io.tributary.stack.consumer.ConsumerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The clock of those who publish is an hour wrong, either way. */
final class ClockWrong implements Case {
  private static final long HOUR = 3_600_000;

  /** Kafka itself refuses what is further ahead than an hour. */
  private static final long ALMOST_AN_HOUR = 59 * 60_000;

  @Override
  public String name() {
    return "clock-wrong";
  }

  @Override
  public String claim() {
    return "events from a clock 59 minutes ahead become dead letters for good, from one an hour behind they are rows that overwrite nothing newer";
  }

  @Override
  public Account play(Scene scene) throws Exception {
    ConsumerProcess consumer = scene.startConsumer();
    scene.awaitRunning(consumer);
    int third = scene.records() / 3;
    scene.load().publish(scene.people().next(third));
    long now = System.currentTimeMillis();
    List<Draft> wrong = new ArrayList<>();
    for (int i = 0; i < third; i++) {
      Draft behind = scene.people().event(scene.people().anyKnown());
      wrong.add(behind.at(now - HOUR + i));
      Draft ahead = scene.people().event(scene.people().anyKnown());
      wrong.add(ahead.at(now + ALMOST_AN_HOUR + i).becoming(new Outcome.Letter("FUTURE_TIME")));
    }
    scene.faults().note("the clock is an hour behind, and 59 minutes ahead");
    var published = scene.load().begin(wrong);
    Thread.sleep(scene.anyTime(Duration.ofSeconds(3)).toMillis());
    scene.faults().kill("the consumer", consumer.process());
    consumer.start();
    scene.load().finish(published);
    scene.load().publish(scene.people().next(scene.records() - third));
    Account once = scene.settle(consumer);
    if (!once.settled()) {
      return once;
    }
    // the tolerance is what the clock will be later: the letters' time has come then
    scene.faults().note("everything is read again, some hours later");
    ConsumerProcess again =
        scene.startConsumer(
            "consumer-again", Map.of("FUTURE_TOLERANCE", "3h"), List.of("--mode", "initial"));
    scene.awaitEnd(again, 0);
    return scene.account();
  }
}
