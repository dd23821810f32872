package io.tributary.benchmarks.plain;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import io.tributary.benchmarks.order.Order;
import io.tributary.benchmarks.order.Variant;
import io.tributary.consumer.fence.Fence;
import io.tributary.consumer.fence.FenceMode;
import io.tributary.consumer.fence.Fences;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.topic.TopicReading;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a topic from its beginning with Kafka's consumer, writes each record as a row, and commits
 * its offsets behind the same fence and after as many records as the product does.
 */
final class PlainConsumer implements Variant {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final double NANOS = 1e9;

  private final Sessions sessions;

  PlainConsumer(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public Map<String, Double> run(Order order, Runnable began) throws Exception {
    Pipeline pipeline = Pipeline.load(Path.of(order.text("definition")));
    String keyspace = pipeline.keyspace();
    CqlSession session = sessions.of(order, keyspace);
    Writes writes = new Writes(session, pipeline, order);
    Optional<Fence> fence =
        new Fences(
                session,
                order.text("datacenter"),
                DefaultConsistencyLevel.valueOf(order.text("consistency")),
                FenceMode.valueOf(order.text("fence")))
            .begin(keyspace);
    long records = order.number("records");
    long betweenCommits = order.number("batch");
    try (KafkaConsumer<byte[], byte[]> kafka = kafka(order.text("kafka"))) {
      Began start = new Began(began);
      kafka.subscribe(List.of(pipeline.topic().name()), start);
      long read = 0;
      long uncommitted = 0;
      while (read < records) {
        for (ConsumerRecord<byte[], byte[]> record : kafka.poll(POLL)) {
          writes.write(record.key(), record.value(), record.timestamp(), record.offset());
          read++;
          uncommitted++;
        }
        if (uncommitted >= betweenCommits || read == records) {
          writes.drain();
          if (fence.isPresent()) {
            fence.get().pass();
          }
          kafka.commitSync();
          uncommitted = 0;
        }
      }
      return Map.of(SECONDS, (System.nanoTime() - start.at) / NANOS);
    }
  }

  /** Counting begins when the consumer knows its partitions and asks for their records. */
  private static final class Began implements ConsumerRebalanceListener {
    private final Runnable told;
    private long at;

    private Began(Runnable told) {
      this.told = told;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      told.run();
      at = System.nanoTime();
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      // at the end only
    }
  }

  private static KafkaConsumer<byte[], byte[]> kafka(String bootstrapServers) {
    Map<String, Object> settings = new HashMap<>(TopicReading.SETTINGS);
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, "bench-" + UUID.randomUUID());
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
