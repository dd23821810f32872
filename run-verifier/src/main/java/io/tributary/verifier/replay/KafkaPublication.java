package io.tributary.verifier.replay;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.RecordPosition;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.runtime.kafka.KafkaFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A real Kafka, connected to when the first record is published: acknowledged by all replicas. */
final class KafkaPublication implements Publication {
  private static final int PATIENCE_MILLIS = 30_000;
  private static final int REQUEST_MILLIS = 10_000;
  private static final int LINGER_MILLIS = 5;
  private static final long BUFFER_BYTES = 32L << 20;

  /** Beside the value: key, headers and what Kafka adds. */
  private static final int ENVELOPE_BYTES = 2 << 20;

  private final KafkaConnection kafka;
  private final String topic;
  private final int largest;
  private @Nullable KafkaProducer<byte[], byte[]> producer;

  KafkaPublication(KafkaConnection kafka, Pipeline pipeline) {
    this.kafka = kafka;
    this.topic = pipeline.topic().name();
    this.largest =
        (int)
            Math.min(Integer.MAX_VALUE, (long) pipeline.topic().maxRecordBytes() + ENVELOPE_BYTES);
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // the callback is told the same
  public CompletableFuture<RecordPosition> send(Original event) throws CommandFailedException {
    // with the time of now: Kafka deletes by it, and an old one may be older than the retention
    long now = Math.max(event.time(), System.currentTimeMillis());
    ProducerRecord<byte[], byte[]> published =
        new ProducerRecord<>(topic, null, now, event.key(), event.value());
    event.headers().forEach((name, value) -> published.headers().add(name, value));
    CompletableFuture<RecordPosition> position = new CompletableFuture<>();
    try {
      connected().send(published, (where, failure) -> tell(position, where, failure));
    } catch (RecordTooLargeException tooLarge) {
      tell(position, null, tooLarge);
    } catch (KafkaException silent) {
      throw new CommandFailedException(
          KafkaFailure.sentence(kafka, AclOperation.WRITE, silent)
              .orElseGet(
                  () ->
                      "Kafka at %s takes no records (%s): start it, or name the right address in KAFKA_BOOTSTRAP_SERVERS"
                          .formatted(kafka.hosts(), silent.getMessage())),
          silent);
    }
    return position;
  }

  private static void tell(
      CompletableFuture<RecordPosition> position,
      @Nullable RecordMetadata where,
      @Nullable Exception failure) {
    if (failure instanceof RecordTooLargeException
        || failure instanceof RecordBatchTooLargeException
        || failure instanceof InvalidTimestampException) {
      position.completeExceptionally(
          new RecordRefused("Kafka refuses it: " + failure.getMessage(), failure));
    } else if (failure != null || where == null) {
      position.completeExceptionally(
          failure == null ? new IllegalStateException("no answer") : failure);
    } else {
      position.complete(new RecordPosition(where.topic(), where.partition(), where.offset()));
    }
  }

  private KafkaProducer<byte[], byte[]> connected() {
    if (producer == null) {
      Map<String, Object> settings = new HashMap<>(kafka.clientSettings());
      settings.put(ProducerConfig.CLIENT_ID_CONFIG, "dead-letters");
      settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
      settings.put(ProducerConfig.ACKS_CONFIG, "all");
      settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
      settings.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
      settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(BUFFER_BYTES, 2L * largest));
      settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, largest);
      settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
      settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
      settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) PATIENCE_MILLIS);
      producer =
          new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
    return producer;
  }

  @Override
  public void close() {
    if (producer != null) {
      producer.close(Duration.ofSeconds(10));
    }
  }
}
