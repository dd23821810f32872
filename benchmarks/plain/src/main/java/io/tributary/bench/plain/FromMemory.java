package io.tributary.bench.plain;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.bench.order.Order;
import io.tributary.bench.order.Variant;
import io.tributary.model.definition.Pipeline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Writes records that are in memory already: what Cassandra takes, whoever brings it. */
final class FromMemory implements Variant {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final double NANOS = 1e9;

  private final Sessions sessions;

  FromMemory(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public Map<String, Double> run(Order order, Runnable began) throws Exception {
    Pipeline pipeline = Pipeline.load(Path.of(order.text("definition")));
    CqlSession session = sessions.of(order, pipeline.table().keyspace());
    Writes writes = new Writes(session, pipeline, order);
    List<ConsumerRecord<byte[], byte[]>> records =
        read(order.text("kafka"), pipeline.topic().name(), order.number("records"));
    began.run();
    long start = System.nanoTime();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      writes.write(record.key(), record.value(), record.timestamp(), record.offset());
    }
    writes.drain();
    return Map.of(SECONDS, (System.nanoTime() - start) / NANOS);
  }

  private static List<ConsumerRecord<byte[], byte[]>> read(
      String bootstrapServers, String topic, long records) {
    List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> kafka =
        new KafkaConsumer<>(
            Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          kafka.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      kafka.assign(partitions);
      kafka.seekToBeginning(partitions);
      while (read.size() < records) {
        kafka.poll(POLL).forEach(read::add);
      }
    }
    return read;
  }
}
