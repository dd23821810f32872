package io.tributary.consumer.sink;

import io.tributary.consumer.cassandra.DeadLetterRows.Original;
import io.tributary.model.event.Place;
import io.tributary.model.event.WriteTime;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.jspecify.annotations.Nullable;

/**
 * A row of Spark's Kafka source (with {@code includeHeaders}), by the source's fixed columns. Valid
 * until Spark hands over the next row.
 */
final class SourceRecord {
  private static final int KEY = 0;
  private static final int VALUE = 1;
  private static final int TOPIC = 2;
  private static final int PARTITION = 3;
  private static final int OFFSET = 4;
  private static final int TIMESTAMP = 5;
  private static final int HEADERS = 7;
  private static final int HEADER_FIELDS = 2;

  private final InternalRow row;

  SourceRecord(InternalRow row) {
    this.row = row;
  }

  byte @Nullable [] key() {
    return row.isNullAt(KEY) ? null : row.getBinary(KEY);
  }

  byte @Nullable [] value() {
    return row.isNullAt(VALUE) ? null : row.getBinary(VALUE);
  }

  String topic() {
    return row.getUTF8String(TOPIC).toString();
  }

  int partition() {
    return row.getInt(PARTITION);
  }

  long offset() {
    return row.getLong(OFFSET);
  }

  /** Milliseconds since the epoch; a record without a time counts as one of the epoch. */
  long createTime() {
    return WriteTime.countable(Math.floorDiv(row.getLong(TIMESTAMP), 1_000));
  }

  /** Of headers with one name the last. */
  Map<String, ByteBuffer> headers() {
    Map<String, ByteBuffer> headers = new HashMap<>();
    if (!row.isNullAt(HEADERS)) {
      ArrayData array = row.getArray(HEADERS);
      for (int i = 0; i < array.numElements(); i++) {
        InternalRow header = array.getStruct(i, HEADER_FIELDS);
        byte[] value = header.isNullAt(1) ? new byte[0] : header.getBinary(1);
        headers.put(header.getUTF8String(0).toString(), ByteBuffer.wrap(value));
      }
    }
    return headers;
  }

  Place place() {
    return new Place(topic(), partition(), offset());
  }

  Original original() {
    return new Original(place(), createTime(), key(), value(), headers());
  }
}
