package io.tributary.consumer.source;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.record.ControlRecordType;
import org.apache.kafka.common.record.DefaultRecordBatch;
import org.apache.kafka.common.record.Record;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.ByteUtils;
import org.apache.kafka.common.utils.CloseableIterator;
import org.apache.kafka.common.utils.Utils;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of what one fetch brought. Kafka's consumer makes all of a record before anybody can
 * look at its size; here a value, a key or headers that are too large are left out, and no more
 * than one record is in memory. For one thread.
 */
final class CarefulBatches implements AutoCloseable {
  /** A larger value is never a row: no definition may allow it. */
  static final int MAX_VALUE_BYTES = 16 << 20;

  /** A larger key is no row's, and is not kept with a dead letter. */
  static final int MAX_KEY_BYTES = MAX_VALUE_BYTES;

  /** Headers of more bytes are not kept with a dead letter, which takes 1 MiB of them. */
  static final int MAX_HEADERS_BYTES = 16 << 20;

  /** More than a dead letter takes of headers. */
  private static final int HEADERS_NOT_KEPT = 2 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(CarefulBatches.class);

  private final TopicPartition partition;
  private final UTF8String topic;
  private final Skips skips;
  private final Iterator<? extends RecordBatch> batches;
  private final Queue<FetchResponseData.AbortedTransaction> aborted;
  private final Set<Long> abortedProducers = new HashSet<>();
  private final BufferSupplier buffers = BufferSupplier.create();
  private Iterator<InternalRow> unopened = Collections.emptyIterator();
  private @Nullable OpenBatch open;
  private long next;

  /**
   * @param fetched of the partition
   * @param from offset of the first record that is wanted
   * @param skips those of the partition
   */
  CarefulBatches(
      TopicPartition partition, FetchResponseData.PartitionData fetched, long from, Skips skips) {
    this.partition = partition;
    this.topic = UTF8String.fromString(partition.topic());
    this.skips = skips;
    this.next = from;
    this.batches = FetchResponse.recordsOrFail(fetched).batches().iterator();
    this.aborted =
        new PriorityQueue<>(
            Comparator.comparingLong(FetchResponseData.AbortedTransaction::firstOffset));
    if (fetched.abortedTransactions() != null) {
      aborted.addAll(fetched.abortedTransactions());
    }
  }

  /** The offset behind all that was read or passed over. */
  long position() {
    return next;
  }

  /**
   * The next record; none when there are no more.
   *
   * @throws UnreadableRecordsException when Kafka holds something that is no record
   */
  @Nullable InternalRow read() throws UnreadableRecordsException {
    while (true) {
      if (unopened.hasNext()) {
        next++;
        return unopened.next();
      }
      if (open == null && !openNext()) {
        return null;
      }
      if (open != null) {
        InternalRow row = readOpen(open);
        if (row != null) {
          return row;
        }
      }
    }
  }

  private @Nullable InternalRow readOpen(OpenBatch batch) throws UnreadableRecordsException {
    try {
      while (batch.hasNext()) {
        Found found = batch.next();
        if (found.record().offset() >= next) {
          next = found.record().offset() + 1;
          return RecordRow.of(found.record(), topic, found.unread());
        }
      }
    } catch (IOException | RuntimeException broken) {
      // what the broker checked when it took the batch does not hold any more
      batch.close();
      open = null;
      passUnread(batch.batch(), next, broken);
      return null;
    }
    next = Math.max(next, batch.batch().nextOffset());
    batch.close();
    open = null;
    return null;
  }

  /** Goes on to the next batch; false when there is none. It may be one that is not opened. */
  private boolean openNext() throws UnreadableRecordsException {
    RecordBatch batch;
    try {
      if (!batches.hasNext()) {
        return false;
      }
      batch = batches.next();
    } catch (KafkaException broken) {
      throw new UnreadableRecordsException(partition, next, next, broken);
    }
    long first = Math.max(next, batch.baseOffset());
    if (batch.lastOffset() < next) {
      return true;
    }
    try {
      batch.ensureValid();
      if (!isVisible(batch)) {
        next = batch.nextOffset();
        return true;
      }
      open = new OpenBatch(batch);
    } catch (RuntimeException broken) {
      passUnread(batch, first, broken);
    }
    return true;
  }

  /**
   * Goes on with records that are all to be skipped, though nobody can read them.
   *
   * @param first of those that cannot be read
   * @throws UnreadableRecordsException when not all of them are to be skipped
   */
  private void passUnread(RecordBatch batch, long first, Exception why)
      throws UnreadableRecordsException {
    if (!isSkipped(first, batch.lastOffset())) {
      throw new UnreadableRecordsException(partition, first, batch.lastOffset(), why);
    }
    LOG.warn(
        "the records {}@{}..{} cannot be read, are skipped and become dead letters",
        partition,
        first,
        batch.lastOffset());
    next = first;
    unopened = new Unopened(batch, first);
  }

  private boolean isSkipped(long first, long last) {
    for (long offset = first; offset <= last; offset++) {
      if (!skips.has(offset)) {
        return false;
      }
    }
    return true;
  }

  /** Whether it holds records, and not of a transaction that was aborted. */
  private boolean isVisible(RecordBatch batch) {
    while (!aborted.isEmpty() && aborted.peek().firstOffset() <= batch.lastOffset()) {
      abortedProducers.add(aborted.remove().producerId());
    }
    if (batch.isControlBatch()) {
      Record marker = batch.iterator().next();
      if (ControlRecordType.parse(marker.key()) == ControlRecordType.ABORT) {
        abortedProducers.remove(batch.producerId());
      }
      return false;
    }
    return !batch.isTransactional() || !abortedProducers.contains(batch.producerId());
  }

  @Override
  public void close() {
    if (open != null) {
      open.close();
      open = null;
    }
    buffers.close();
  }

  /**
   * @param unread bytes of the value that was left out, {@link RecordRow#SKIPPED}, or {@link
   *     RecordRow#WHOLE}
   */
  private record Found(ConsumerRecord<byte[], byte[]> record, long unread) {}

  /** The records of a batch of which nothing but its header is looked at. */
  private final class Unopened implements Iterator<InternalRow> {
    private final RecordBatch batch;
    private long offset;

    private Unopened(RecordBatch batch, long first) {
      this.batch = batch;
      this.offset = first;
    }

    @Override
    public boolean hasNext() {
      return offset <= batch.lastOffset();
    }

    @Override
    public InternalRow next() {
      return RecordRow.of(
          record(
              batch,
              offset++,
              Math.max(0, batch.maxTimestamp()), // the best that is known of its time
              null,
              null,
              new RecordHeaders()),
          topic,
          RecordRow.SKIPPED);
    }
  }

  private ConsumerRecord<byte[], byte[]> record(
      RecordBatch batch,
      long offset,
      long time,
      byte @Nullable [] key,
      byte @Nullable [] value,
      RecordHeaders headers) {
    return new ConsumerRecord<>(
        partition.topic(),
        partition.partition(),
        offset,
        time,
        batch.timestampType(),
        key == null ? ConsumerRecord.NULL_SIZE : key.length,
        value == null ? ConsumerRecord.NULL_SIZE : value.length,
        key,
        value,
        headers,
        Optional.empty());
  }

  /** A batch whose records are read from its stream, one after the other. */
  private final class OpenBatch implements AutoCloseable {
    private final RecordBatch batch;
    private final @Nullable DataInputStream bytes;
    private final @Nullable CloseableIterator<Record> ofAnOldFormat;
    private int left;

    private OpenBatch(RecordBatch batch) {
      this.batch = batch;
      if (batch instanceof DefaultRecordBatch today) {
        this.bytes = today.recordInputStream(buffers);
        this.ofAnOldFormat = null;
        this.left = today.countOrNull();
      } else {
        this.bytes = null;
        this.ofAnOldFormat = batch.streamingIterator(buffers);
      }
    }

    private RecordBatch batch() {
      return batch;
    }

    private boolean hasNext() {
      return ofAnOldFormat == null ? left > 0 : ofAnOldFormat.hasNext();
    }

    private Found next() throws IOException {
      if (bytes == null || ofAnOldFormat != null) {
        return found(Objects.requireNonNull(ofAnOldFormat).next());
      }
      left--;
      return found(bytes);
    }

    private Found found(Record record) {
      boolean skipped = skips.has(record.offset());
      return new Found(
          record(
              batch,
              record.offset(),
              record.timestamp(),
              array(record.key()),
              skipped ? null : array(record.value()),
              new RecordHeaders(record.headers())),
          skipped ? RecordRow.SKIPPED : RecordRow.WHOLE);
    }

    private static byte @Nullable [] array(@Nullable ByteBuffer buffer) {
      return buffer == null ? null : Utils.toArray(buffer);
    }

    private Found found(DataInputStream in) throws IOException {
      ByteUtils.readVarint(in); // the length of all of it: that of its parts decides
      in.readByte();
      long created = batch instanceof DefaultRecordBatch today ? today.baseTimestamp() : 0;
      long time = created + ByteUtils.readVarlong(in);
      if (batch.timestampType() == TimestampType.LOG_APPEND_TIME) {
        time = batch.maxTimestamp();
      }
      long offset = batch.baseOffset() + ByteUtils.readVarint(in);
      boolean wanted = offset >= next;
      boolean skipped = wanted && skips.has(offset);
      if (skipped) {
        LOG.warn("the record {}@{} is skipped and becomes a dead letter", partition, offset);
      }
      int keyLength = ByteUtils.readVarint(in);
      byte @Nullable [] key = bytes(in, keyLength, wanted ? MAX_KEY_BYTES : 0);
      int length = ByteUtils.readVarint(in);
      boolean tooLarge = length > MAX_VALUE_BYTES;
      byte @Nullable [] value = bytes(in, length, wanted && !skipped && !tooLarge ? length : 0);
      RecordHeaders headers = headers(in, wanted);
      if (skipped) {
        return new Found(record(batch, offset, time, key, null, headers), RecordRow.SKIPPED);
      }
      return tooLarge
          ? new Found(record(batch, offset, time, key, null, headers), length)
          : new Found(record(batch, offset, time, key, value, headers), RecordRow.WHOLE);
    }

    /** Of headers with one name the last, as everybody here reads them. */
    private RecordHeaders headers(DataInputStream in, boolean wanted) throws IOException {
      int count = ByteUtils.readVarint(in);
      Map<String, byte[]> kept = new LinkedHashMap<>();
      long size = 0;
      for (int header = 0; header < count; header++) {
        int nameLength = ByteUtils.readVarint(in);
        boolean room = wanted && size + nameLength <= MAX_HEADERS_BYTES;
        byte @Nullable [] name = bytes(in, nameLength, room ? nameLength : 0);
        int valueLength = ByteUtils.readVarint(in);
        room = room && size + nameLength + valueLength <= MAX_HEADERS_BYTES;
        byte @Nullable [] value = bytes(in, valueLength, room ? valueLength : 0);
        if (room) {
          size += nameLength + Math.max(0, valueLength);
          byte @Nullable [] before =
              kept.put(
                  new String(name == null ? new byte[0] : name, StandardCharsets.UTF_8),
                  value == null ? new byte[0] : value);
          size -= before == null ? 0 : nameLength + before.length;
        } else {
          size = MAX_HEADERS_BYTES; // nothing more has room
        }
      }
      if (size >= MAX_HEADERS_BYTES) {
        // they stand for headers that are too large to be kept
        kept = Map.of("", new byte[HEADERS_NOT_KEPT]);
      }
      RecordHeaders headers = new RecordHeaders();
      kept.forEach(headers::add);
      return headers;
    }

    /** Reads so many bytes, and keeps the first of them. */
    private static byte @Nullable [] bytes(DataInputStream in, int length, int most)
        throws IOException {
      if (length < 0) {
        return null;
      }
      byte[] kept = in.readNBytes(Math.min(length, most));
      if (kept.length < Math.min(length, most)) {
        throw new EOFException("a record ends before its end");
      }
      in.skipNBytes(length - (long) kept.length);
      return kept;
    }

    @Override
    public void close() {
      try {
        if (bytes != null) {
          bytes.close();
        }
      } catch (IOException ofMemory) {
        throw new IllegalStateException(ofMemory);
      }
      if (ofAnOldFormat != null) {
        ofAnOldFormat.close();
      }
    }
  }
}
