package io.tributary.drills.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.drills.truth.Outcome;
import io.tributary.drills.truth.Published;
import io.tributary.drills.truth.RecordPosition;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A record to be published.
 *
 * @param time its CreateTime in milliseconds since the epoch; null for the time when it is sent
 * @param outcome what has to become of it
 */
@SuppressWarnings("ArrayRecordComponent") // on its way to Kafka, never compared
public record Draft(
    String topic,
    @Nullable Long time,
    byte @Nullable [] key,
    byte @Nullable [] value,
    Map<String, String> headers,
    Outcome outcome) {

  /**
   * What the client is to send.
   *
   * @param sent its CreateTime, milliseconds since the epoch
   */
  ProducerRecord<byte[], byte[]> record(long sent) {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, null, sent, key, value);
    headers.forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
    return record;
  }

  /** What the truth is told once Kafka has acknowledged the record. */
  Published published(RecordMetadata acknowledged, long sent) {
    return new Published(
        new RecordPosition(acknowledged.topic(), acknowledged.partition(), acknowledged.offset()),
        sent,
        key,
        value,
        outcome);
  }

  /** The same at another time. */
  public Draft at(long other) {
    return new Draft(topic, other, key, value, headers, outcome);
  }

  /** The same with another outcome. */
  public Draft becoming(Outcome other) {
    return new Draft(topic, time, key, value, headers, other);
  }
}
