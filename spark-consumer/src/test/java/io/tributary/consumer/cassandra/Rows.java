package io.tributary.consumer.cassandra;

import io.tributary.consumer.source.RecordRow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.spark.unsafe.types.UTF8String;

/** Rows for tests. */
final class Rows {
  private Rows() {}

  /** A row whose partition key is {@code key}. */
  static Row of(String key) {
    return of(key, 10);
  }

  /** A row with a value of so many bytes. */
  static Row of(String key, int bytes) {
    ByteBuffer id = ByteBuffer.wrap(key.getBytes(StandardCharsets.UTF_8));
    return new Row(
        Target.insertInto(0), new ByteBuffer[] {id, ByteBuffer.allocate(bytes)}, id, 0, 0);
  }

  /** A record with a value of so many bytes. */
  static RecordRow record(int bytes) {
    return new RecordRow(
        RecordRow.of(
            new ConsumerRecord<>(
                "events",
                0,
                0,
                0,
                TimestampType.CREATE_TIME,
                ConsumerRecord.NULL_SIZE,
                bytes,
                null,
                new byte[bytes],
                new RecordHeaders(),
                Optional.empty()),
            UTF8String.fromString("events")));
  }

  static String key(Row row) {
    return text(row.routingKey());
  }

  static String text(ByteBuffer key) {
    return StandardCharsets.UTF_8.decode(key.duplicate()).toString();
  }
}
