package io.tributary.consumer.source;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for records to come: a broker answers a fetch as soon as there is something, so that nobody
 * has to ask again and again, and the first record waits for nobody. What it fetches is thrown
 * away. For one thread.
 */
final class NewRecordWait implements AutoCloseable {
  /** The longest wait: new partitions, and the wish to stop, are seen after that. */
  static final Duration LIMIT = Duration.ofMillis(250);

  private static final Logger LOG = LoggerFactory.getLogger(NewRecordWait.class);

  /** No more than the first batch of records of each partition, and one record decompressed. */
  private static final int AS_LITTLE_AS_POSSIBLE = 1;

  private final Supplier<Consumer<byte[], byte[]>> connecting;
  private final Map<TopicPartition, Long> awaited = new HashMap<>();
  private @Nullable Consumer<byte[], byte[]> kafka;

  NewRecordWait(Supplier<Consumer<byte[], byte[]>> connecting) {
    this.connecting = connecting;
  }

  /**
   * @param settings of Kafka's clients
   */
  static NewRecordWait with(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    all.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, AS_LITTLE_AS_POSSIBLE);
    all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, AS_LITTLE_AS_POSSIBLE);
    all.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) LIMIT.toMillis());
    return new NewRecordWait(
        () -> new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
  }

  /**
   * Returns true when one of the partitions has a record at its offset or behind it, false when
   * {@link #LIMIT} is over. Whatever keeps it from asking the brokers counts as nothing having
   * come.
   *
   * @throws InterruptException when the thread is interrupted
   */
  boolean await(Map<TopicPartition, Long> offsets) throws InterruptedException {
    try {
      return !seek(offsets).poll(LIMIT).isEmpty();
    } catch (InterruptException interrupted) {
      throw interrupted;
    } catch (KafkaException failed) {
      LOG.debug("cannot wait for records", failed);
      close();
      Thread.sleep(LIMIT.toMillis());
      return false;
    }
  }

  private Consumer<byte[], byte[]> seek(Map<TopicPartition, Long> offsets) {
    if (kafka == null) {
      kafka = connecting.get();
    }
    if (!awaited.keySet().equals(offsets.keySet())) {
      kafka.assign(offsets.keySet());
      awaited.keySet().retainAll(offsets.keySet());
    }
    for (Map.Entry<TopicPartition, Long> partition : offsets.entrySet()) {
      // a fetch that is under way goes on where nothing has come
      if (!partition.getValue().equals(awaited.put(partition.getKey(), partition.getValue()))) {
        kafka.seek(partition.getKey(), partition.getValue());
      }
    }
    return kafka;
  }

  @Override
  public void close() {
    awaited.clear();
    if (kafka != null) {
      kafka.close(Duration.ZERO);
      kafka = null;
    }
  }
}
