package io.tributary.consumer.cassandra;

import java.nio.ByteBuffer;

/** The serialised partition key by which Cassandra places a row. */
public final class RoutingKey {
  private RoutingKey() {}

  /** A partition key of several columns as Cassandra hashes it. */
  public static ByteBuffer composite(ByteBuffer... columns) {
    int size = 0;
    for (ByteBuffer column : columns) {
      size += 2 + column.remaining() + 1;
    }
    ByteBuffer key = ByteBuffer.allocate(size);
    for (ByteBuffer column : columns) {
      key.putShort((short) column.remaining()).put(column.duplicate()).put((byte) 0);
    }
    return key.flip();
  }
}
