package io.tributary.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.stack.cassandra.CassandraProcess;
import io.tributary.stack.checkout.Checkout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** A stack of its own, because it is killed. */
class LocalStackSurvivalIT {
  private static final int RECORDS = 200;
  private static final String TOPIC = "survivors";

  @Test
  void data_isAllThere_whenEverythingWasKilledWhileWriting() throws Exception {
    Path data = TestFolder.create("a folder with spaces");
    try (LocalStack first = started(data)) {
      writeToKafka(first.kafka().bootstrapServers());
      writeToCassandra(first.cassandra().contactPoint());
      first.kafka().process().kill();
      first.cassandra().process().kill();
    }
    try (LocalStack second = started(data)) {
      assertThat(recordsIn(second.kafka().bootstrapServers())).isEqualTo(RECORDS);
      assertThat(rowsIn(second.cassandra().contactPoint())).isEqualTo(RECORDS);
    }
  }

  private static LocalStack started(Path data) throws Exception {
    LocalStack stack = LocalStack.atAnyPorts(Checkout.current(), data);
    try {
      stack.start();
      stack.awaitReady();
      return stack;
    } catch (Exception failed) {
      stack.close();
      throw failed;
    }
  }

  private static void writeToKafka(String servers) throws Exception {
    Map<String, Object> configuration = Map.of("bootstrap.servers", servers, "acks", "all");
    try (Admin admin = Admin.create(configuration);
        KafkaProducer<String, String> producer =
            new KafkaProducer<>(configuration, new StringSerializer(), new StringSerializer())) {
      ServingTopics.create(admin, new NewTopic(TOPIC, 1, (short) 1));
      for (int i = 0; i < RECORDS; i++) {
        producer.send(new ProducerRecord<>(TOPIC, "key " + i)).get(30, TimeUnit.SECONDS);
      }
    }
  }

  private static long recordsIn(String servers) {
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", servers),
            new StringDeserializer(),
            new StringDeserializer())) {
      TopicPartition partition = new TopicPartition(TOPIC, 0);
      return consumer
          .endOffsets(List.of(partition), Duration.ofSeconds(30))
          .getOrDefault(partition, 0L);
    }
  }

  private static void writeToCassandra(String contactPoint) {
    try (CqlSession session = session(contactPoint)) {
      session.execute(
          "CREATE KEYSPACE survivors WITH replication ="
              + " {'class': 'SimpleStrategy', 'replication_factor': 1}");
      session.execute("CREATE TABLE survivors.rows (id int PRIMARY KEY, value blob)");
      for (int i = 0; i < RECORDS; i++) {
        session.execute(
            "INSERT INTO survivors.rows (id, value) VALUES (?, textAsBlob(?))",
            i,
            new String(new byte[100], StandardCharsets.US_ASCII));
      }
    }
  }

  private static long rowsIn(String contactPoint) {
    try (CqlSession session = session(contactPoint)) {
      return session.execute("SELECT id FROM survivors.rows").all().size();
    }
  }

  private static CqlSession session(String contactPoint) {
    int port = Integer.parseInt(contactPoint.replaceAll(".*:", ""));
    return CqlSession.builder()
        .addContactPoint(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        .withLocalDatacenter(CassandraProcess.DATA_CENTER)
        .build();
  }
}
