package io.tributary.benchmarks.plain;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.benchmarks.order.Order;
import io.tributary.benchmarks.order.Variant;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.topic.TopicReading;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Writes records that are in memory already: what Cassandra takes, whoever brings it. However many
 * are to be written, some are in memory, and come again with other keys.
 */
final class FromMemory implements Variant {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final double NANOS = 1e9;
  private static final int MOST_IN_MEMORY = 100_000;

  /** Of a key, that tell in which pass it is written. */
  private static final int DIGITS = 4;

  private final Sessions sessions;

  FromMemory(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public Map<String, Double> run(Order order, Runnable began) throws Exception {
    Pipeline pipeline = Pipeline.load(Path.of(order.text("definition")));
    CqlSession session = sessions.of(order, pipeline.keyspace());
    Writes writes = new Writes(session, pipeline, order);
    long records = order.number("records");
    List<Template> templates =
        read(order.text("kafka"), pipeline.topic().name(), Math.min(records, MOST_IN_MEMORY))
            .stream()
            .map(Template::of)
            .toList();
    began.run();
    long start = System.nanoTime();
    for (long written = 0; written < records; written++) {
      templates
          .get((int) (written % templates.size()))
          .write(writes, written, (int) (written / templates.size()));
    }
    writes.drain();
    return Map.of(SECONDS, (System.nanoTime() - start) / NANOS);
  }

  /**
   * A record that is written again and again, each time with another key.
   *
   * @param keyAt where its value has the key, a UUID's text
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Template(byte[] key, byte[] value, long time, int keyAt) {
    static Template of(ConsumerRecord<byte[], byte[]> record) {
      String value = new String(record.value(), ISO_8859_1);
      int keyAt = value.indexOf(new String(record.key(), ISO_8859_1));
      return new Template(record.key(), record.value(), record.timestamp(), keyAt);
    }

    /**
     * @param pass how often it was written before; its last four hexadecimal digits count
     */
    void write(Writes writes, long offset, int pass) throws InterruptedException {
      byte[] newKey = key.clone();
      byte[] newValue = value.clone();
      for (int i = 0; i < DIGITS; i++) {
        // the first pass leaves the key as it is
        int digit = Character.digit(key[i], 16) ^ ((pass >> (4 * i)) & 0xF);
        newKey[i] = (byte) Character.forDigit(digit, 16);
        newValue[keyAt + i] = newKey[i];
      }
      writes.write(newKey, newValue, time, offset);
    }
  }

  private static List<ConsumerRecord<byte[], byte[]>> read(
      String bootstrapServers, String topic, long records) {
    List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
    Map<String, Object> settings = new HashMap<>(TopicReading.SETTINGS);
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    try (KafkaConsumer<byte[], byte[]> kafka =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
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
