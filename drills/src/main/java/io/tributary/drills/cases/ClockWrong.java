package io.tributary.drills.cases;

import io.tributary.drills.environment.DrillConsumer;
import io.tributary.drills.environment.DrillEnvironment;
import io.tributary.drills.load.Draft;
import io.tributary.drills.settle.Account;
import io.tributary.drills.truth.Outcome;
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
    return "events from a clock 59 minutes ahead become dead letters permanently; events from a clock an hour behind become rows that overwrite nothing newer";
  }

  @Override
  public Account play(DrillEnvironment environment) throws Exception {
    DrillConsumer consumer = environment.startConsumer();
    consumer.awaitRunning();
    int third = environment.records() / 3;
    environment.load().publish(environment.people().next(third));
    long now = System.currentTimeMillis();
    List<Draft> wrong = new ArrayList<>();
    for (int i = 0; i < third; i++) {
      Draft behind = environment.people().event(environment.people().anyKnown());
      wrong.add(behind.at(now - HOUR + i));
      Draft ahead = environment.people().event(environment.people().anyKnown());
      wrong.add(ahead.at(now + ALMOST_AN_HOUR + i).becoming(new Outcome.Letter("FUTURE_TIME")));
    }
    environment.faults().note("the clock is an hour behind, and 59 minutes ahead");
    var published = environment.load().begin(wrong);
    Thread.sleep(environment.anyTime(Duration.ofSeconds(3)).toMillis());
    environment.faults().kill("the consumer", consumer.process());
    consumer.start();
    environment.load().finish(published);
    environment.load().publish(environment.people().next(environment.records() - third));
    Account once = environment.settle(consumer);
    if (!once.settled()) {
      return once;
    }
    // the tolerance is what the clock will be later: the letters' time has come then
    environment.faults().note("everything is read again, some hours later");
    DrillConsumer again =
        environment.startConsumer(
            "consumer-again", Map.of("FUTURE_TOLERANCE", "3h"), List.of("--mode", "initial"));
    again.awaitEnd(0);
    return environment.account();
  }
}
