package io.tributary.producer.publish;

import io.tributary.runtime.kafka.KafkaConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How we publish: every record acknowledged by all replicas in sync, none twice and in order, in
 * batches.
 */
public final class KafkaSettings {
  private static final int BATCH_BYTES = 64 << 10;
  private static final int LINGER_MILLIS = 5;
  private static final int REQUEST_TIMEOUT_MILLIS = 30_000;

  private KafkaSettings() {}

  /**
   * @param largestMessage bytes of the largest record
   * @param buffer bytes of records that wait to be acknowledged; when they are full, publishing
   *     waits
   * @param patience how long Kafka may take to acknowledge a record before the run fails
   */
  public static Producer<byte[], byte[]> connect(
      KafkaConnection kafka, int largestMessage, int buffer, Duration patience) {
    return new KafkaProducer<>(
        of(kafka, largestMessage, buffer, patience),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  static Map<String, Object> of(
      KafkaConnection kafka, int largestMessage, int buffer, Duration patience) {
    // delivery.timeout.ms must not be below linger.ms + request.timeout.ms
    int deliver = (int) Math.min(Math.max(patience.toMillis(), 1_000), Integer.MAX_VALUE);
    int request = Math.min(REQUEST_TIMEOUT_MILLIS, deliver - LINGER_MILLIS);
    Map<String, Object> config = new HashMap<>(kafka.clientSettings());
    config.put(ProducerConfig.CLIENT_ID_CONFIG, "tributary-producer");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, (long) Math.max(buffer, largestMessage));
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, largestMessage);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, request);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, deliver);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) deliver);
    return config;
  }
}
