package io.tributary.drills.cases;

import io.tributary.drills.environment.DrillConsumer;
import io.tributary.drills.environment.DrillEnvironment;
import io.tributary.drills.settle.Account;
import io.tributary.stack.LocalStack;
import io.tributary.stack.server.Server;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;

/** kill -9 of a server under load, and its return with its data. */
final class ServerKilled implements Case {
  private static final Duration LONGEST_OUTAGE = Duration.ofSeconds(5);

  private final String called;
  private final Function<LocalStack, Server> server;
  private final int kills;
  private final String claim;

  private ServerKilled(
      String called, Function<LocalStack, Server> server, int kills, String claim) {
    this.called = called;
    this.server = server;
    this.kills = kills;
    this.claim = claim;
  }

  static ServerKilled cassandra() {
    return new ServerKilled(
        "Cassandra",
        LocalStack::cassandra,
        4,
        "kill -9 of Cassandra while rows are written loses none, and the consumer goes on by itself");
  }

  static ServerKilled kafka() {
    return new ServerKilled(
        "Kafka",
        LocalStack::kafka,
        3,
        "kill -9 of Kafka while records come in loses none that it acknowledged, and the consumer goes on");
  }

  @Override
  public String name() {
    return called.toLowerCase(Locale.ROOT) + "-killed";
  }

  @Override
  public String claim() {
    return claim;
  }

  @Override
  public Account play(DrillEnvironment environment) throws Exception {
    DrillConsumer consumer = environment.startConsumer();
    consumer.awaitRunning();
    Server killed = server.apply(environment.stack());
    environment.underLoad(
        kills,
        () -> {
          environment.faults().kill(called, killed.process());
          Thread.sleep(environment.anyTime(LONGEST_OUTAGE).toMillis());
          killed.start();
          killed.awaitReady();
        });
    return environment.settleUndying(consumer);
  }
}
