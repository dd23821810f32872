package io.tributary.consumer.cassandra;

import io.tributary.consumer.source.RecordRow;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.refusal.Refusal;
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
 * @param record what the row was made of, if that is known; must stay valid
 * @param refusal why it is a dead letter, if it is one that can be shorter
 * @param siblings all rows of its record, if there are several
 */
@SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
public record Row(
    Target target,
    @Nullable ByteBuffer[] values,
    ByteBuffer routingKey,
    long writeTime,
    long createTime,
    int bytes,
    @Nullable RecordRow record,
    @Nullable Refusal refusal,
    @Nullable RecordRows siblings) {

  /** What a value costs beside its bytes, and a statement beside its values. */
  private static final int VALUE_OVERHEAD = 4;

  private static final int STATEMENT_OVERHEAD = 32;

  public Row(
      Target target,
      @Nullable ByteBuffer[] values,
      ByteBuffer routingKey,
      long writeTime,
      long createTime) {
    this(target, values, routingKey, writeTime, createTime, bytes(values), null, null, null);
  }

  /** A row of an event. */
  public static Row of(
      RecordRow record,
      Target target,
      @Nullable ByteBuffer[] values,
      ByteBuffer routingKey,
      long writeTime,
      @Nullable RecordRows siblings) {
    return new Row(
        target,
        values,
        routingKey,
        writeTime,
        record.createTime(),
        bytes(values),
        record,
        null,
        siblings);
  }

  /**
   * The same dead letter, with what it was made of.
   *
   * @param why it is one; nothing if it cannot be shorter
   */
  public Row of(RecordRow filed, @Nullable Refusal why) {
    return new Row(target, values, routingKey, writeTime, createTime, bytes, filed, why, siblings);
  }

  /** The same, written for one of these rows. */
  public Row insteadOfOneOf(@Nullable RecordRows rows) {
    return rows == siblings
        ? this
        : new Row(target, values, routingKey, writeTime, createTime, bytes, record, refusal, rows);
  }

  /** The same, but it changes nothing where it was written before. */
  public Row writtenEarlier() {
    return new Row(
        target,
        values,
        routingKey,
        Math.max(0, writeTime - 1),
        createTime,
        bytes,
        record,
        refusal,
        siblings);
  }

  /** Bytes that it keeps in memory as long as it is on its way, about. */
  long heldBytes() {
    return record == null ? bytes : Math.max(bytes, record.heldBytes());
  }

  /** Where the record is in Kafka, if that is known. */
  @Nullable RecordPosition position() {
    return record == null ? null : record.position();
  }

  private static int bytes(@Nullable ByteBuffer[] values) {
    int bytes = STATEMENT_OVERHEAD;
    for (ByteBuffer value : values) {
      bytes += VALUE_OVERHEAD + (value == null ? 0 : value.remaining());
    }
    return bytes;
  }
}
