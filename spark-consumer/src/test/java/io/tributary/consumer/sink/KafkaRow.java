package io.tributary.consumer.sink;

import io.tributary.consumer.source.RecordRow;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Rows as our source makes them. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record KafkaRow(
    String topic,
    int partition,
    long offset,
    long createTime,
    byte @Nullable [] key,
    byte @Nullable [] value,
    List<Map.Entry<String, String>> headers) {

  static KafkaRow of(@Nullable String key, @Nullable String value) {
    return new KafkaRow("events", 0, 7, 1_700_000_000_000L, bytes(key), bytes(value), List.of());
  }

  KafkaRow inTopic(String name) {
    return new KafkaRow(name, partition, offset, createTime, key, value, headers);
  }

  KafkaRow at(long time) {
    return new KafkaRow(topic, partition, offset, time, key, value, headers);
  }

  KafkaRow atOffset(long number) {
    return new KafkaRow(topic, partition, number, createTime, key, value, headers);
  }

  KafkaRow withHeader(String name, String text) {
    List<Map.Entry<String, String>> more = new java.util.ArrayList<>(headers);
    more.add(Map.entry(name, text));
    return new KafkaRow(topic, partition, offset, createTime, key, value, more);
  }

  static byte @Nullable [] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  InternalRow row() {
    return row(RecordRow.WHOLE);
  }

  /** As the source makes it when it leaves the value out. */
  InternalRow row(long unread) {
    RecordHeaders all = new RecordHeaders();
    headers.forEach(header -> all.add(header.getKey(), bytes(header.getValue())));
    return RecordRow.of(
        new ConsumerRecord<>(
            topic,
            partition,
            offset,
            createTime,
            TimestampType.CREATE_TIME,
            0,
            0,
            key,
            value,
            all,
            Optional.empty()),
        UTF8String.fromString(topic),
        unread);
  }
}
