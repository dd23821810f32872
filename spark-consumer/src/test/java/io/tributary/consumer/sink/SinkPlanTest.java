package io.tributary.consumer.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import io.tributary.consumer.checkpoint.StartedBatch;
import io.tributary.consumer.fence.FenceMode;
import io.tributary.runtime.cassandra.CassandraConnection;
import io.tributary.runtime.registry.RegistryConnection;
import io.tributary.runtime.tls.Tls;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SinkPlanTest {
  @Test
  void plan_isTheSame_inAnotherProcess() throws Exception {
    SinkPlan plan =
        new SinkPlan(
            "people",
            "name: people",
            CassandraConnection.of(List.of("db:9042"), "dc1", "carrier", "canary-1")
                .with(new Tls("ca", "certificate", "canary-2", "canary-3", true)),
            RegistryConnection.folder(Path.of("schemas")),
            List.of("shop"),
            new SinkSettings(
                DefaultConsistencyLevel.LOCAL_ONE,
                4,
                Duration.ofMinutes(10),
                Duration.ofDays(30),
                FenceMode.AUTO),
            List.of("people_by_town"),
            true,
            new StartedBatch(7, "name: people"));
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(sent)) {
      out.writeObject(plan);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(sent.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(plan);
    }
    assertThat(plan.toString()).doesNotContain("canary");
  }
}
