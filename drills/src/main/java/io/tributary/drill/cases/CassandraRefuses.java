package io.tributary.drill.cases;

import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.tributary.drill.scene.Scene;
import io.tributary.drill.settle.Account;
import io.tributary.stack.consumer.ConsumerProcess;
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
  public Account play(Scene scene) throws Exception {
    ConsumerProcess consumer = scene.startConsumer();
    scene.awaitRunning(consumer);
    scene.underLoad(
        REFUSALS,
        () -> {
          scene.faults().note("Cassandra is told to want more replicas than there are");
          replicas(scene, 3);
          Thread.sleep(Duration.ofSeconds(3).plus(scene.anyTime(LONGEST)).toMillis());
          replicas(scene, 1);
        });
    Scene.require(
        Scene.said(consumer).contains("Cassandra does not take writes"),
        "No write was refused: the case has tested nothing.");
    return scene.settleUndying(consumer);
  }

  private static void replicas(Scene scene, int count) throws Exception {
    scene
        .session()
        .execute(
            SimpleStatement.newInstance(
                    String.format(
                        Locale.ROOT,
                        "ALTER KEYSPACE %s WITH replication = {'class': 'SimpleStrategy', 'replication_factor': '%d'}",
                        scene.pipeline().table().keyspace(),
                        count))
                .setTimeout(Scene.LIMIT));
  }
}
