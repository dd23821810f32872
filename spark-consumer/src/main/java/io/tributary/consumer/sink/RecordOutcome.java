package io.tributary.consumer.sink;

import io.tributary.consumer.cassandra.DeadLetterRows;
import io.tributary.consumer.cassandra.DeadLetterRows.Original;
import io.tributary.consumer.cassandra.FutureLetters;
import io.tributary.consumer.cassandra.Row;
import io.tributary.consumer.cassandra.Row.Target;
import io.tributary.consumer.source.RecordRow;
import io.tributary.model.deadletter.Reason;
import io.tributary.model.deadletter.Refusal;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.Decoded;
import io.tributary.model.event.EventDecoder;
import io.tributary.model.event.EventHeaders;
import io.tributary.model.event.WriteTime;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of a record: a row, or a dead letter. For one thread. */
final class RecordOutcome {
  private static final int MAX_DETAIL = 2_000;

  private final EventDecoder decoder;
  private final DeadLetterRows deadLetters;
  private final UTF8String rejectedTopic;
  private final int partitionKey;
  private final LongSupplier latest;
  private final FutureLetters futureLetters;

  /**
   * @param latest tells the latest time that a record may have, milliseconds since the epoch
   * @param futureLetters records whose time was later than that when they were read before
   */
  RecordOutcome(Pipeline pipeline, LongSupplier latest, FutureLetters futureLetters) {
    this.decoder = new EventDecoder(pipeline);
    this.deadLetters = new DeadLetterRows(pipeline.name());
    this.rejectedTopic = UTF8String.fromString(pipeline.topic().rejected());
    this.partitionKey =
        pipeline.event().fields().stream()
            .map(Field::name)
            .toList()
            .indexOf(pipeline.table().key().get(0));
    this.latest = latest;
    this.futureLetters = futureLetters;
  }

  Row of(RecordRow record, Tally written) {
    if (record.isOf(rejectedTopic)) {
      Original original = original(record);
      return deadLetter(original, rejection(original.headers()), written);
    }
    if (isFromTheFuture(record)) {
      return deadLetter(original(record), future(record), written);
    }
    Decoded decoded = decoder.decode(record.key(), record.value());
    if (decoded instanceof Decoded.Row row) {
      Row event =
          new Row(
              Target.EVENTS,
              row.values(),
              key(row.values()),
              WriteTime.micros(record.createTime(), record.offset()),
              record.createTime());
      if (event.bytes() > Row.MAX_BYTES) {
        return deadLetter(original(record), tooLarge(event), written);
      }
      written.row();
      return event;
    }
    return deadLetter(original(record), ((Decoded.Refused) decoded).refusal(), written);
  }

  private boolean isFromTheFuture(RecordRow record) {
    return record.createTime() > latest.getAsLong()
        || (!futureLetters.isEmpty() && futureLetters.contains(record.place()));
  }

  private static Original original(RecordRow record) {
    return new Original(
        record.place(), record.createTime(), record.key(), record.value(), record.headers());
  }

  private Row deadLetter(Original original, Refusal refusal, Tally written) {
    written.deadLetter(refusal.reason());
    return deadLetters.of(original, refusal);
  }

  private ByteBuffer key(@Nullable ByteBuffer[] values) {
    ByteBuffer key = values[partitionKey];
    if (key == null) {
      throw new IllegalStateException("the decoder made a row without a key");
    }
    return key;
  }

  /** Cassandra would refuse the row each time that it is sent, and nothing after it would come. */
  private static Refusal tooLarge(Row event) {
    return new Refusal(
        Reason.TOO_LARGE,
        null,
        "its row has about %,d bytes, Cassandra takes %,d".formatted(event.bytes(), Row.MAX_BYTES));
  }

  private Refusal future(RecordRow record) {
    return new Refusal(
        Reason.FUTURE_TIME,
        null,
        "the record's time is %s".formatted(Instant.ofEpochMilli(record.createTime())));
  }

  /** What the producer said when it rejected the record. */
  private static Refusal rejection(Map<String, ByteBuffer> headers) {
    String named = text(headers, EventHeaders.REASON);
    String detail = text(headers, EventHeaders.DETAIL);
    for (Reason reason : Reason.values()) {
      if (reason.name().equals(named)) {
        return new Refusal(
            reason, text(headers, EventHeaders.FIELD), detail == null ? "no detail given" : detail);
      }
    }
    return new Refusal(
        Reason.UNKNOWN,
        text(headers, EventHeaders.FIELD),
        "rejected with the reason %s: %s".formatted(named, detail));
  }

  private static @Nullable String text(Map<String, ByteBuffer> headers, String name) {
    ByteBuffer header = headers.get(name);
    if (header == null) {
      return null;
    }
    String text = StandardCharsets.UTF_8.decode(header.duplicate()).toString();
    return text.length() > MAX_DETAIL ? text.substring(0, MAX_DETAIL) : text;
  }
}
