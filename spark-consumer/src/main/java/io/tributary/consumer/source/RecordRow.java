package io.tributary.consumer.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.model.event.EventHeaders;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.event.WriteTime;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way through Spark, from our source to our sink, in Spark's form or in the
 * source's. All headers are one column of bytes, because few records need them again; and its time
 * is in milliseconds, as Kafka has it, because Spark's own type cannot hold every time. Valid until
 * Spark hands over the next row.
 */
public final class RecordRow {
  private static final int KEY = 0;
  private static final int VALUE = 1;
  private static final int TOPIC = 2;
  private static final int PARTITION = 3;
  private static final int OFFSET = 4;
  private static final int TIME = 5;
  private static final int HEADERS = 6;
  private static final int UNREAD = 7;

  /** Instead of a partition, where there is no record. */
  private static final int NONE = -1;

  /** Nothing of the record was left out. */
  public static final long WHOLE = -1;

  /** The record was not read, as it was asked for. */
  public static final long SKIPPED = -2;

  /** The columns. */
  static final StructType SCHEMA =
      new StructType()
          .add("key", DataTypes.BinaryType)
          .add("value", DataTypes.BinaryType)
          .add("topic", DataTypes.StringType, false)
          .add("partition", DataTypes.IntegerType, false)
          .add("offset", DataTypes.LongType, false)
          .add("time", DataTypes.LongType, false)
          .add("headers", DataTypes.BinaryType)
          .add("unread", DataTypes.LongType, false);

  private final InternalRow row;

  /**
   * @param row one that {@link #of} returned, or what Spark made of it
   */
  public RecordRow(InternalRow row) {
    this.row = row;
  }

  /**
   * The columns of a record, which must not change any more.
   *
   * @param topic the record's
   */
  public static InternalRow of(ConsumerRecord<byte[], byte[]> record, UTF8String topic) {
    return of(record, topic, WHOLE);
  }

  /**
   * The columns of a record that may lack its value.
   *
   * @param topic the record's
   * @param unread bytes of the value that was left out, {@link #SKIPPED} or {@link #WHOLE}
   */
  public static InternalRow of(
      ConsumerRecord<byte[], byte[]> record, UTF8String topic, long unread) {
    return new Columns(record, topic, unread);
  }

  /**
   * The columns of no record: what Kafka has up to this offset is no record for us, but the marker
   * of a transaction, or was aborted.
   */
  public static InternalRow gap(UTF8String topic, long offset) {
    return new GenericInternalRow(new Object[] {null, null, topic, NONE, offset, 0L, null, WHOLE});
  }

  /** Bytes of a row's key and value, as {@link #of} made it. */
  static long size(InternalRow row) {
    return row instanceof Columns columns ? columns.size() : 0;
  }

  /** Makes of a record what is asked for, when it is. */
  private static final class Columns extends GenericInternalRow {
    private final ConsumerRecord<byte[], byte[]> record;
    private final UTF8String topic;
    private final long time;
    private final long unread;

    private Columns(ConsumerRecord<byte[], byte[]> record, UTF8String topic, long unread) {
      this.record = record;
      this.topic = topic;
      Header original = record.headers().lastHeader(EventHeaders.ORIGINAL_TIME);
      this.time = WriteTime.of(record.timestamp(), original == null ? null : original.value());
      this.unread = unread;
    }

    private long size() {
      return Math.max(0L, record.serializedKeySize()) + Math.max(0L, record.serializedValueSize());
    }

    @Override
    public int numFields() {
      return SCHEMA.length();
    }

    /** Asked before the column is: headers are not made twice. */
    @Override
    public boolean isNullAt(int column) {
      return column == HEADERS ? !record.headers().iterator().hasNext() : super.isNullAt(column);
    }

    @Override
    public @Nullable Object genericGet(int column) {
      return switch (column) {
        case KEY -> record.key();
        case VALUE -> record.value();
        case TOPIC -> topic;
        case PARTITION -> record.partition();
        case OFFSET -> record.offset();
        case TIME -> time;
        case HEADERS -> bytes(record.headers());
        case UNREAD -> unread;
        default -> throw new IndexOutOfBoundsException(column);
      };
    }

    @Override
    public GenericInternalRow copy() {
      return this; // nobody changes it
    }
  }

  /** Whether there is no record here: {@link #gap}. */
  public boolean isGap() {
    return row.getInt(PARTITION) == NONE;
  }

  public byte @Nullable [] key() {
    return row.isNullAt(KEY) ? null : row.getBinary(KEY);
  }

  public byte @Nullable [] value() {
    return row.isNullAt(VALUE) ? null : row.getBinary(VALUE);
  }

  /** Bytes that it keeps in memory, about. */
  public long heldBytes() {
    return row instanceof UnsafeRow unsafe ? unsafe.getSizeInBytes() : size(row);
  }

  /** Whether the record has its value, or has none in Kafka either. */
  public boolean isWhole() {
    return row.getLong(UNREAD) == WHOLE;
  }

  /** Whether the record was not to be read. */
  public boolean isSkipped() {
    return row.getLong(UNREAD) == SKIPPED;
  }

  /** How many bytes the value has that was left out because it has so many. */
  public long unreadBytes() {
    return Math.max(0, row.getLong(UNREAD));
  }

  /** Whether the record is one of this topic. */
  public boolean isOf(UTF8String topic) {
    return row.getUTF8String(TOPIC).equals(topic);
  }

  public int partition() {
    return row.getInt(PARTITION);
  }

  public long offset() {
    return row.getLong(OFFSET);
  }

  /**
   * The time that the record counts with, {@link WriteTime#of}: milliseconds since the epoch,
   * {@link WriteTime#countable}.
   */
  public long createTime() {
    return WriteTime.countable(row.getLong(TIME));
  }

  public RecordPosition position() {
    return new RecordPosition(row.getUTF8String(TOPIC).toString(), partition(), offset());
  }

  /** Of headers with one name the last; one without a value has an empty one. */
  public Map<String, ByteBuffer> headers() {
    Map<String, ByteBuffer> headers = new HashMap<>();
    if (row.get(HEADERS, DataTypes.BinaryType) instanceof byte[] all) {
      ByteBuffer bytes = ByteBuffer.wrap(all);
      while (bytes.hasRemaining()) {
        String name = UTF_8.decode(next(bytes)).toString();
        headers.put(name, next(bytes));
      }
    }
    return headers;
  }

  /** The value of the last header with this name in UTF-8; null where there is none. */
  public byte @Nullable [] header(byte[] name) {
    if (row.isNullAt(HEADERS)) {
      return null;
    }
    byte[] all = row.getBinary(HEADERS);
    ByteBuffer bytes = ByteBuffer.wrap(all);
    byte[] found = null;
    while (bytes.hasRemaining()) {
      int length = bytes.getInt();
      int from = bytes.position();
      boolean isIt = Arrays.equals(all, from, from + length, name, 0, name.length);
      bytes.position(from + length);
      int size = bytes.getInt();
      if (isIt) {
        found = Arrays.copyOfRange(all, bytes.position(), bytes.position() + size);
      }
      bytes.position(bytes.position() + size);
    }
    return found;
  }

  /** Length and bytes of each name and each value. */
  private static byte @Nullable [] bytes(Headers headers) {
    Header[] all = headers.toArray();
    if (all.length == 0) {
      return null;
    }
    byte[][] parts = new byte[2 * all.length][];
    int length = parts.length * Integer.BYTES;
    for (int i = 0; i < parts.length; i++) {
      Header header = all[i / 2];
      parts[i] = i % 2 == 0 ? header.key().getBytes(UTF_8) : value(header);
      length += parts[i].length;
    }
    ByteBuffer bytes = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      bytes.putInt(part.length).put(part);
    }
    return bytes.array();
  }

  private static byte[] value(Header header) {
    return header.value() == null ? NOTHING : header.value();
  }

  private static final byte[] NOTHING = {};

  private static ByteBuffer next(ByteBuffer bytes) {
    int length = bytes.getInt();
    ByteBuffer part = bytes.slice(bytes.position(), length);
    bytes.position(bytes.position() + length);
    return part;
  }
}
