package io.tributary.verifier.replay;

import io.tributary.model.event.EventHeaders;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.event.WriteTime;
import io.tributary.model.topic.TopicReading;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.runtime.kafka.KafkaFailure;
import io.tributary.verifier.log.UnreadableRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** The topics of a real Kafka, connected to when the first record is asked for. */
final class KafkaOriginals implements Originals {
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final int ATTEMPTS = 6;
  private static final Duration ATTEMPT = Duration.ofSeconds(5);

  private final KafkaConnection kafka;
  private @Nullable KafkaConsumer<byte[], byte[]> consumer;

  KafkaOriginals(KafkaConnection kafka) {
    this.kafka = kafka;
  }

  @Override
  public Optional<Original> at(RecordPosition position) throws CommandFailedException {
    TopicPartition partition = new TopicPartition(position.topic(), position.partition());
    try {
      KafkaConsumer<byte[], byte[]> reader = connected();
      if (!reader.listTopics().containsKey(position.topic())) {
        return Optional.empty();
      }
      reader.assign(List.of(partition));
      if (position.offset() >= reader.endOffsets(List.of(partition)).getOrDefault(partition, 0L)) {
        return Optional.empty();
      }
      reader.seek(partition, position.offset());
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        for (ConsumerRecord<byte[], byte[]> next : reader.poll(ATTEMPT).records(partition)) {
          // a later one is the first where compaction took ours
          return next.offset() == position.offset()
              ? Optional.of(original(next))
              : Optional.empty();
        }
        // its transaction was aborted, and nothing has come after it
        if (reader.position(partition) > position.offset()) {
          return Optional.empty();
        }
      }
    } catch (OffsetOutOfRangeException removed) {
      return Optional.empty();
    } catch (KafkaException | OutOfMemoryError failed) {
      if (UnreadableRecord.isCause(failed)) {
        throw UnreadableRecord.named(position.toString(), failed);
      }
      throw noAnswer(position, failed);
    }
    throw noAnswer(position, null);
  }

  private KafkaConsumer<byte[], byte[]> connected() {
    if (consumer == null) {
      Map<String, Object> settings = new HashMap<>(kafka.clientSettings());
      settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "dead-letters");
      settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
      settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
      settings.putAll(TopicReading.SETTINGS);
      settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
      settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
      settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
      settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
      consumer =
          new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
    return consumer;
  }

  private static Original original(ConsumerRecord<byte[], byte[]> found) {
    Map<String, byte[]> headers = new LinkedHashMap<>();
    for (Header header : found.headers()) {
      headers.put(header.key(), header.value() == null ? new byte[0] : header.value());
    }
    long time = WriteTime.of(found.timestamp(), headers.get(EventHeaders.ORIGINAL_TIME));
    return new Original(found.key(), found.value(), WriteTime.countable(time), headers);
  }

  private CommandFailedException noAnswer(RecordPosition position, @Nullable Throwable cause) {
    return new CommandFailedException(
        KafkaFailure.sentence(
                kafka, AclOperation.READ, cause == null ? new TimeoutException() : cause)
            .orElseGet(
                () ->
                    "Kafka at %s did not give the record %s: see that all brokers are up, or name the right address in KAFKA_BOOTSTRAP_SERVERS"
                        .formatted(kafka.hosts(), position)),
        cause == null ? new IllegalStateException("no answer") : cause);
  }

  @Override
  public void close() {
    if (consumer != null) {
      consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
  }
}
