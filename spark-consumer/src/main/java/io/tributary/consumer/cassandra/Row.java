package io.tributary.consumer.cassandra;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One row on its way into a table.
 *
 * @param values one for each column of the target's statement, serialised as CQL does
 * @param routingKey the serialised partition key
 * @param writeTime microseconds since the epoch
 * @param createTime the Kafka record's time in milliseconds since the epoch
 * @param bytes that the row takes in a request, about
 */
@SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
public record Row(
    Target target,
    @Nullable ByteBuffer[] values,
    ByteBuffer routingKey,
    long writeTime,
    long createTime,
    int bytes) {

  /**
   * The most that one row may have: Cassandra takes 16 MiB in one write (half a segment of its
   * commit log) and in one request by default. The rest is room for what it adds to the values.
   */
  public static final int MAX_BYTES = (16 << 20) - (64 << 10);

  /** What a value costs beside its bytes, and a statement beside its values. */
  private static final int VALUE_OVERHEAD = 4;

  private static final int STATEMENT_OVERHEAD = 32;

  /** Which table. */
  public enum Target {
    EVENTS,
    DEAD_LETTERS
  }

  public Row(
      Target target,
      @Nullable ByteBuffer[] values,
      ByteBuffer routingKey,
      long writeTime,
      long createTime) {
    this(target, values, routingKey, writeTime, createTime, bytes(values));
  }

  private static int bytes(@Nullable ByteBuffer[] values) {
    int bytes = STATEMENT_OVERHEAD;
    for (ByteBuffer value : values) {
      bytes += VALUE_OVERHEAD + (value == null ? 0 : value.remaining());
    }
    return bytes;
  }
}
