package io.tributary.drills.cases;

import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.tributary.drills.environment.DrillConsumer;
import io.tributary.drills.environment.DrillEnvironment;
import io.tributary.drills.settle.Account;
import java.time.Duration;
import java.util.Locale;

/** Cassandra is there and refuses every write, as when too few replicas are alive. */
final class CassandraRefuses implements Case {
  private static final int REFUSALS = 2;
  private static final Duration LONGEST = Duration.ofSeconds(5);

  @Override
  public String name() {
    return "cassandra-refuses";
  }

  @Override
  public String claim() {
    return "a Cassandra that refuses every write as unavailable for a while is asked again until it takes them";
  }

  @Override
  public Account play(DrillEnvironment environment) throws Exception {
    DrillConsumer consumer = environment.startConsumer();
    consumer.awaitRunning();
    environment.underLoad(
        REFUSALS,
        () -> {
          environment.faults().note("Cassandra is told to want more replicas than there are");
          replicas(environment, 3);
          Thread.sleep(Duration.ofSeconds(3).plus(environment.anyTime(LONGEST)).toMillis());
          replicas(environment, 1);
        });
    DrillEnvironment.require(
        consumer.said().contains("Cassandra does not accept writes"),
        "No write was refused: the case has tested nothing.");
    return environment.settleUndying(consumer);
  }

  private static void replicas(DrillEnvironment environment, int count) throws Exception {
    environment
        .session()
        .execute(
            SimpleStatement.newInstance(
                    String.format(
                        Locale.ROOT,
                        "ALTER KEYSPACE %s WITH replication = {'class': 'SimpleStrategy', 'replication_factor': '%d'}",
                        environment.pipeline().keyspace(),
                        count))
                .setTimeout(DrillEnvironment.LIMIT));
  }
}
