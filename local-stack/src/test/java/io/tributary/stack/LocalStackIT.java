package io.tributary.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.stack.process.ChildProcess;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

@WithStack
class LocalStackIT {
  private final Stack stack;

  LocalStackIT(Stack stack) {
    this.stack = stack;
  }

  @Test
  void kafka_createsTopics_whenAsked(FreshPipeline pipeline) throws Exception {
    String topic = pipeline.name();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
      ServingTopics.create(admin, new NewTopic(topic, 3, (short) 1));
      Set<String> topics = admin.listTopics().names().get();
      assertThat(topics).contains(topic);
    }
  }

  @Test
  void cassandra_answersQueries() {
    try (CqlSession session = session(stack)) {
      assertThat(session.execute("SELECT cluster_name FROM system.local").one().getString(0))
          .isEqualTo("tributary");
    }
  }

  @Test
  void peakMemory_isKnown_whileProcessesRun() {
    LocalStack processes = stack.processes().orElseThrow();
    for (ChildProcess process :
        List.of(processes.kafka().process(), processes.cassandra().process())) {
      assertThat(process.peakMemory()).isBetween(50L << 20, 1L << 30);
    }
  }

  static CqlSession session(Stack stack) {
    int port = Integer.parseInt(stack.contactPoints().replaceAll(".*:", ""));
    return CqlSession.builder()
        .addContactPoint(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        .withLocalDatacenter(stack.dataCenter())
        .build();
  }
}
