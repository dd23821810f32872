package io.tributary.producer.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.model.event.EventHeaders;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.topic.TopicReading;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.runtime.kafka.KafkaFailure;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the whole rejected topic of a real Kafka: it is small, or something is very wrong. */
public final class KafkaEarlierAttempts implements EarlierAttempts {
  private static final Duration POLL = Duration.ofSeconds(1);

  private final KafkaConnection connection;
  private final String topic;
  private final byte[] runId;
  private final Duration patience;

  /**
   * @param topic of the rejected records
   * @param patience how long Kafka may give nothing
   */
  public KafkaEarlierAttempts(
      KafkaConnection connection, String topic, String runId, Duration patience) {
    this.connection = connection;
    this.topic = topic;
    this.runId = runId.getBytes(UTF_8);
    this.patience = patience;
  }

  @Override
  public Map<RejectedRecord, RecordPosition> rejected()
      throws DeliveryFailedException, InterruptedException {
    try (KafkaConsumer<byte[], byte[]> kafka =
        new KafkaConsumer<>(settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      return read(kafka);
    } catch (InterruptException interrupted) {
      throw DeliveryFailedException.asInterruption(interrupted);
    } catch (KafkaException failure) {
      throw new DeliveryFailedException(
          "Kafka did not tell what earlier tries of the run have rejected (%s: %s)%s"
              .formatted(
                  failure.getClass().getSimpleName(),
                  failure.getMessage(),
                  KafkaFailure.remedy(AclOperation.READ, failure)),
          failure);
    }
  }

  private Map<RejectedRecord, RecordPosition> read(KafkaConsumer<byte[], byte[]> kafka) {
    Map<RejectedRecord, RecordPosition> found = new HashMap<>();
    List<TopicPartition> partitions =
        kafka.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    kafka.assign(partitions);
    kafka.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = kafka.endOffsets(partitions);
    long moved = System.nanoTime();
    while (partitions.stream().anyMatch(at -> kafka.position(at) < ends.getOrDefault(at, 0L))) {
      int records = 0;
      for (ConsumerRecord<byte[], byte[]> record : kafka.poll(POLL)) {
        add(record, found);
        records++;
      }
      if (records > 0) {
        moved = System.nanoTime();
      } else if (System.nanoTime() - moved > patience.toNanos()) {
        throw new org.apache.kafka.common.errors.TimeoutException(
            String.format(Locale.ROOT, "no record of %s for %d s", topic, patience.toSeconds()));
      }
    }
    return found;
  }

  private void add(
      ConsumerRecord<byte[], byte[]> record, Map<RejectedRecord, RecordPosition> found) {
    Header run = record.headers().lastHeader(EventHeaders.RUN_ID);
    Header cursor = record.headers().lastHeader(EventHeaders.SOURCE_CURSOR);
    if (run != null
        && cursor != null
        && record.value() != null
        && Arrays.equals(run.value(), runId)) {
      found.putIfAbsent(
          RejectedRecord.of(new String(cursor.value(), UTF_8), record.value()),
          new RecordPosition(record.topic(), record.partition(), record.offset()));
    }
  }

  private Map<String, Object> settings() {
    int answer = (int) Math.min(Math.max(patience.toMillis(), 1_000), Integer.MAX_VALUE);
    Map<String, Object> settings = new HashMap<>(TopicReading.SETTINGS);
    settings.putAll(connection.clientSettings());
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "tributary-producer-earlier-tries");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, answer);
    return settings;
  }
}
