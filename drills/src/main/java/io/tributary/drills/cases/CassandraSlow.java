package io.tributary.drills.cases;

import io.tributary.drills.environment.DrillConsumer;
import io.tributary.drills.environment.DrillEnvironment;
import io.tributary.drills.settle.Account;
import java.time.Duration;

/** Cassandra answers, but every answer takes long. */
final class CassandraSlow implements Case {

  @Override
  public String name() {
    return "cassandra-slow";
  }

  @Override
  public String claim() {
    return "a Cassandra that works 60 ms of each 460 ms slows the pipeline down and loses nothing";
  }

  @Override
  public Account play(DrillEnvironment environment) throws Exception {
    DrillConsumer consumer = environment.startConsumer();
    consumer.awaitRunning();
    environment.underLoad(
        1,
        () ->
            environment
                .faults()
                .slow(
                    "Cassandra",
                    environment.stack().cassandra().process(),
                    Duration.ofSeconds(20),
                    Duration.ofMillis(60),
                    Duration.ofMillis(400)));
    return environment.settleUndying(consumer);
  }
}
