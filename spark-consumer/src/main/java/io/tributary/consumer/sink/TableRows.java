package io.tributary.consumer.sink;

import io.tributary.consumer.cassandra.RecordRows;
import io.tributary.consumer.cassandra.RoutingKey;
import io.tributary.consumer.cassandra.Row;
import io.tributary.consumer.cassandra.Target;
import io.tributary.consumer.source.RecordRow;
import io.tributary.model.definition.Event;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.Table;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the rows of one table, and their deletes, out of the values of events. */
final class TableRows {
  private final Table table;
  private final boolean written;
  private final Target target;
  private final Target deletion;

  /** {@link Long#MAX_VALUE} for ever. */
  private final long ttlMillis;

  /** Which of the event's fields are columns; not there where all are. */
  private final int @Nullable [] columns;

  /** Which of the event's fields are the partition key. */
  private final int[] partitionKey;

  /** Which of the event's fields are the key. */
  private final int[] key;

  /**
   * @param number the table's among those of the pipeline, from 0
   * @param written whether its rows are written at all
   */
  TableRows(Event event, Table table, int number, boolean written) {
    List<String> fields = event.fields().stream().map(Field::name).toList();
    this.table = table;
    this.written = written;
    this.ttlMillis = table.ttl().map(Duration::toMillis).orElse(Long.MAX_VALUE);
    this.target = Target.insertInto(number);
    this.deletion = Target.deleteFrom(number);
    this.columns =
        table.columns().equals(fields)
            ? null
            : table.columns().stream().mapToInt(fields::indexOf).toArray();
    this.partitionKey = table.partitionKey().stream().mapToInt(fields::indexOf).toArray();
    this.key = table.key().stream().mapToInt(fields::indexOf).toArray();
  }

  /** Whether the table is one of those to fill. */
  boolean isWritten() {
    return written;
  }

  /** Whether some rows of this table are not written. */
  boolean leavesOut() {
    return !written || ttlMillis < Long.MAX_VALUE;
  }

  /**
   * Whether the rows of records of this time are not written: they would be over, or the table is
   * none of those to fill. Times in milliseconds since the epoch.
   */
  boolean leavesOut(long recordTime, long now) {
    return !written || (ttlMillis < Long.MAX_VALUE && recordTime + ttlMillis <= now);
  }

  Table table() {
    return table;
  }

  /**
   * The row of an event.
   *
   * @param values one for each field of the event
   * @param siblings all rows of the record, if there are several
   */
  Row of(
      RecordRow record,
      @Nullable ByteBuffer[] values,
      long writeTime,
      @Nullable RecordRows siblings) {
    return Row.of(
        record,
        target,
        columns == null ? values : some(values, columns),
        routingKey(values),
        writeTime,
        siblings);
  }

  /**
   * The delete of an event's row.
   *
   * @param values one for each field of the event; those of the key count
   * @param siblings all deletes of the record, if there are several
   */
  Row deletion(
      RecordRow record,
      @Nullable ByteBuffer[] values,
      long writeTime,
      @Nullable RecordRows siblings) {
    return Row.of(record, deletion, some(values, key), routingKey(values), writeTime, siblings);
  }

  private static @Nullable ByteBuffer[] some(@Nullable ByteBuffer[] values, int[] fields) {
    @Nullable ByteBuffer[] some = new ByteBuffer[fields.length];
    for (int i = 0; i < some.length; i++) {
      some[i] = values[fields[i]];
    }
    return some;
  }

  private ByteBuffer routingKey(@Nullable ByteBuffer[] values) {
    if (partitionKey.length == 1) {
      return key(values, 0);
    }
    ByteBuffer[] parts = new ByteBuffer[partitionKey.length];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = key(values, i);
    }
    return RoutingKey.composite(parts);
  }

  private ByteBuffer key(@Nullable ByteBuffer[] values, int part) {
    ByteBuffer key = values[partitionKey[part]];
    if (key == null) {
      throw new IllegalStateException("the decoder made a row without a key");
    }
    return key;
  }
}
