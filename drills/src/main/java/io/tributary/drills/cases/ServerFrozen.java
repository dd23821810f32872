package io.tributary.drills.cases;

import io.tributary.drills.console.ConsoleWitness;
import io.tributary.drills.environment.DrillConsumer;
import io.tributary.drills.environment.DrillEnvironment;
import io.tributary.drills.settle.Account;
import io.tributary.stack.LocalStack;
import io.tributary.stack.server.Server;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;

/** A server freezes for longer than any timeout of its clients. */
final class ServerFrozen implements Case {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final String called;
  private final Function<LocalStack, Server> server;

  private ServerFrozen(String called, Function<LocalStack, Server> server) {
    this.called = called;
    this.server = server;
  }

  static ServerFrozen cassandra() {
    return new ServerFrozen("Cassandra", LocalStack::cassandra);
  }

  static ServerFrozen kafka() {
    return new ServerFrozen("Kafka", LocalStack::kafka);
  }

  @Override
  public String name() {
    return called.toLowerCase(Locale.ROOT) + "-frozen";
  }

  @Override
  public String claim() {
    return String.format(
        Locale.ROOT,
        "a %s that answers nothing for %d s, with its connections open, costs time and nothing else",
        called,
        LONG.toSeconds());
  }

  @Override
  public Account play(DrillEnvironment environment) throws Exception {
    DrillConsumer consumer = environment.startConsumer();
    consumer.awaitRunning();
    ConsoleWitness console = environment.console();
    environment.underLoad(
        1,
        () -> {
          ConsoleWitness.Hearing hearing =
              console.listen(
                  called + " is frozen",
                  "/",
                  "1 needs attention",
                  "stalled",
                  called + " gave no answer");
          environment.faults().freeze(called, server.apply(environment.stack()).process(), LONG);
          hearing.end();
        });
    environment.awaitSettled(consumer);
    console.hear(called + " is back", "/", "none needs attention", "Lag 0 records");
    return environment.settleUndying(consumer);
  }
}
