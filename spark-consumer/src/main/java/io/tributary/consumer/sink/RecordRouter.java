package io.tributary.consumer.sink;

import io.tributary.consumer.cassandra.DeadLetterRows;
import io.tributary.consumer.cassandra.DeadLetterRows.Original;
import io.tributary.consumer.cassandra.FatalWriteException;
import io.tributary.consumer.cassandra.FiledLetters;
import io.tributary.consumer.cassandra.FirstLine;
import io.tributary.consumer.cassandra.Row;
import io.tributary.consumer.cassandra.Row.Target;
import io.tributary.consumer.source.RecordRow;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.Decoded;
import io.tributary.model.event.EventDecoder;
import io.tributary.model.event.EventHeaders;
import io.tributary.model.event.WriteTime;
import io.tributary.model.refusal.Reason;
import io.tributary.model.refusal.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of a record: a row, or a dead letter. For one thread. */
final class RecordRouter {
  private static final int MAX_DETAIL = 2_000;

  /** The letter that is there says what Cassandra said, and stays. */
  private static final Refusal AS_BEFORE =
      new Refusal(
          Reason.REFUSED_BY_CASSANDRA, null, "Cassandra refused its row when it was read before");

  private final EventDecoder decoder;
  private final DeadLetterRows deadLetters;
  private final UTF8String rejectedTopic;
  private final int partitionKey;
  private final LongSupplier latest;
  private final FiledLetterCursor futureLetters;
  private final int maxRowBytes;

  /**
   * @param latest tells the latest time that a record may have, milliseconds since the epoch
   * @param futureLetters records that stay dead letters when they are read again
   * @param maxRowBytes that Cassandra takes in one row
   */
  RecordRouter(
      Pipeline pipeline, LongSupplier latest, FiledLetters futureLetters, int maxRowBytes) {
    this.decoder = new EventDecoder(pipeline);
    this.deadLetters = new DeadLetterRows(pipeline.name());
    this.rejectedTopic = UTF8String.fromString(pipeline.topic().rejected());
    this.partitionKey =
        pipeline.event().fields().stream()
            .map(Field::name)
            .toList()
            .indexOf(pipeline.table().key().get(0));
    this.latest = latest;
    this.futureLetters = new FiledLetterCursor(futureLetters);
    this.maxRowBytes = maxRowBytes;
  }

  /**
   * What a record becomes, so far. May wait for Cassandra to answer.
   *
   * @param record one that stays valid
   * @throws FatalWriteException when Cassandra refuses to answer
   */
  Row of(RecordRow record, WriteCounter written) throws InterruptedException, FatalWriteException {
    if (record.isSkipped()) {
      return deadLetter(record, original -> skipped(record), written);
    }
    if (record.isOf(rejectedTopic)) {
      return deadLetter(record, RecordRouter::rejection, written);
    }
    if (isFromTheFuture(record)) {
      return deadLetter(record, original -> future(record), written);
    }
    if (futureLetters.wasRefused(record)) {
      return deadLetter(record, original -> AS_BEFORE, written).writtenEarlier();
    }
    if (!record.isWhole()) {
      return deadLetter(record, original -> decoder.tooLarge(record.unreadBytes()), written);
    }
    Decoded decoded = decoder.decode(record.key(), record.value());
    if (decoded instanceof Decoded.Row row) {
      Row event =
          Row.of(
              record,
              row.values(),
              key(row.values()),
              WriteTime.micros(record.createTime(), record.offset()));
      if (event.bytes() > maxRowBytes) {
        return deadLetter(record, original -> tooLarge(event), written);
      }
      written.row();
      return event;
    }
    return deadLetter(record, original -> ((Decoded.Refused) decoded).refusal(), written);
  }

  /**
   * What is written instead of a row that Cassandra has refused: a dead letter for an event, a
   * shorter one for a letter. Safe for other threads than that of {@link #of}.
   *
   * @param why what Cassandra said
   */
  Optional<Row> instead(Row refused, String why, WriteCounter written) {
    RecordRow record = Objects.requireNonNull(refused.record());
    if (refused.target() == Target.EVENTS) {
      Refusal refusal =
          new Refusal(Reason.REFUSED_BY_CASSANDRA, null, FirstLine.of(why, MAX_DETAIL));
      written.refused(refusal.reason());
      return Optional.of(letter(record, original(record), refusal));
    }
    return refused.refusal() == null
        ? Optional.empty()
        : Optional.of(bare(record, original(record), refused.refusal()));
  }

  private boolean isFromTheFuture(RecordRow record)
      throws InterruptedException, FatalWriteException {
    return record.createTime() > latest.getAsLong() || futureLetters.wasFuture(record);
  }

  private static Original original(RecordRow record) {
    return new Original(
        record.position(),
        record.createTime(),
        record.key(),
        record.isWhole() ? record.value() : null,
        record.headers(),
        record.isWhole());
  }

  private Row deadLetter(RecordRow record, Function<Original, Refusal> why, WriteCounter written) {
    Original original = original(record);
    Refusal refusal = why.apply(original);
    written.deadLetter(refusal.reason());
    return letter(record, original, refusal);
  }

  private Row letter(RecordRow record, Original original, Refusal refusal) {
    Row letter = deadLetters.of(original, refusal);
    return letter.bytes() > maxRowBytes
        ? bare(record, original, refusal)
        : letter.of(record, refusal);
  }

  private Row bare(RecordRow record, Original original, Refusal refusal) {
    return deadLetters.bare(original, refusal).of(record, null);
  }

  private ByteBuffer key(@Nullable ByteBuffer[] values) {
    ByteBuffer key = values[partitionKey];
    if (key == null) {
      throw new IllegalStateException("the decoder made a row without a key");
    }
    return key;
  }

  private static Refusal skipped(RecordRow record) {
    return new Refusal(
        Reason.SKIPPED, null, "the consumer was told to --skip %s".formatted(record.position()));
  }

  /** Cassandra would refuse the row each time that it is sent, and nothing after it would come. */
  private Refusal tooLarge(Row event) {
    return new Refusal(
        Reason.TOO_LARGE,
        null,
        String.format(
            Locale.ROOT,
            "its row has about %,d bytes, Cassandra accepts %,d",
            event.bytes(),
            maxRowBytes));
  }

  private static Refusal future(RecordRow record) {
    return new Refusal(
        Reason.FUTURE_TIME,
        null,
        "the record's time is %s".formatted(Instant.ofEpochMilli(record.createTime())));
  }

  /** What the producer said when it rejected the record. */
  private static Refusal rejection(Original rejected) {
    Map<String, ByteBuffer> headers = rejected.headers();
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
