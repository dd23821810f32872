package io.tributary.consumer.cassandra;

import io.tributary.consumer.cassandra.Row.Target;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

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
    return new Row(Target.EVENTS, new ByteBuffer[] {id, ByteBuffer.allocate(bytes)}, id, 0, 0);
  }

  static String key(Row row) {
    return text(row.routingKey());
  }

  static String text(ByteBuffer key) {
    return StandardCharsets.UTF_8.decode(key.duplicate()).toString();
  }
}
