package io.tributary.consumer.sink;

import io.tributary.consumer.cassandra.DeadLetterRows;
import io.tributary.consumer.cassandra.DeadLetterRows.Original;
import io.tributary.consumer.cassandra.FatalWriteException;
import io.tributary.consumer.cassandra.FiledLetters;
import io.tributary.consumer.cassandra.FirstLine;
import io.tributary.consumer.cassandra.RecordRows;
import io.tributary.consumer.cassandra.Row;
import io.tributary.consumer.source.RecordRow;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.Table;
import io.tributary.model.event.Decoded;
import io.tributary.model.event.EventHeaders;
import io.tributary.model.event.Framing;
import io.tributary.model.event.RecordDecoder;
import io.tributary.model.event.WriteTime;
import io.tributary.model.event.WriterSchemas;
import io.tributary.model.refusal.Reason;
import io.tributary.model.refusal.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of a record: a row in each table, the delete of a row in each, or a dead
 * letter. For one thread.
 */
final class RecordRouter {
  private static final int MAX_DETAIL = 2_000;
  private static final byte[] SCHEMA_ID = Framing.HEADER.getBytes(StandardCharsets.UTF_8);

  /** The letter that is there says what Cassandra said, and stays. */
  private static final Refusal AS_BEFORE =
      new Refusal(
          Reason.REFUSED_BY_CASSANDRA, null, "Cassandra refused its row when it was read before");

  private final RecordDecoder decoder;
  private final DeadLetterRows deadLetters;
  private final UTF8String rejectedTopic;
  private final TableRows[] tables;

  /** Those of the record at hand, one for each table. */
  private final @Nullable Row[] rows;

  private final boolean[] isLeftOut;
  private final boolean anyLeftOut;
  private final int writtenTables;

  private final LongSupplier now;
  private final LongSupplier latest;
  private final FiledLetterCursor futureLetters;
  private final int maxRowBytes;

  /**
   * @param schemas asked for those that records name
   * @param only names of the only tables that rows are written into; empty for all
   * @param now tells the time by which records are judged, milliseconds since the epoch
   * @param latest tells the latest time that a record may have, milliseconds since the epoch
   * @param futureLetters records that stay dead letters when they are read again
   * @param maxRowBytes that Cassandra takes in one row
   */
  RecordRouter(
      Pipeline pipeline,
      WriterSchemas schemas,
      List<String> only,
      LongSupplier now,
      LongSupplier latest,
      FiledLetters futureLetters,
      int maxRowBytes) {
    this.decoder = new RecordDecoder(pipeline, schemas);
    this.deadLetters = new DeadLetterRows(pipeline.name());
    this.rejectedTopic = UTF8String.fromString(pipeline.topic().rejected());
    this.tables = tables(pipeline, only);
    this.rows = new Row[tables.length];
    this.isLeftOut = new boolean[tables.length];
    this.writtenTables = (int) Arrays.stream(tables).filter(TableRows::isWritten).count();
    this.anyLeftOut = Arrays.stream(tables).anyMatch(TableRows::leavesOut);
    this.now = now;
    this.latest = latest;
    this.futureLetters = new FiledLetterCursor(futureLetters);
    this.maxRowBytes = maxRowBytes;
  }

  private static TableRows[] tables(Pipeline pipeline, List<String> only) {
    List<Table> tables = pipeline.tables();
    TableRows[] rows = new TableRows[tables.size()];
    for (int number = 0; number < rows.length; number++) {
      Table table = tables.get(number);
      boolean written = only.isEmpty() || only.contains(table.name());
      rows[number] = new TableRows(pipeline.event(), table, number, written);
    }
    return rows;
  }

  /** Where rows and dead letters go. */
  @FunctionalInterface
  interface Destination {
    /**
     * @throws FatalWriteException when Cassandra refuses permanently
     */
    void write(Row row) throws InterruptedException, FatalWriteException;
  }

  /**
   * Writes what a record becomes, so far. May wait for Cassandra to answer.
   *
   * @param record one that stays valid
   * @throws FatalWriteException when Cassandra refuses to answer, or permanently to take a row
   */
  void route(RecordRow record, WriteCounter written, Destination destination)
      throws InterruptedException, FatalWriteException {
    Row letter = letterUnread(record, written);
    if (letter != null) {
      destination.write(letter);
      return;
    }
    Decoded decoded = decoder.decode(record.key(), record.value(), schemaId(record));
    if (decoded instanceof Decoded.Row row) {
      writeRows(record, row.values(), written, destination);
    } else if (decoded instanceof Decoded.Deletion deletion) {
      deleteRows(record, deletion.values(), written, destination);
    } else {
      Refusal refusal = ((Decoded.Refused) decoded).refusal();
      destination.write(deadLetter(record, original -> refusal, written));
    }
  }

  private byte @Nullable [] schemaId(RecordRow record) {
    return decoder.readsHeader() ? record.header(SCHEMA_ID) : null;
  }

  /** The letter of a record that is one whatever its value. */
  private @Nullable Row letterUnread(RecordRow record, WriteCounter written)
      throws InterruptedException, FatalWriteException {
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
    return record.isWhole()
        ? null
        : deadLetter(record, original -> decoder.tooLarge(record.unreadBytes()), written);
  }

  /** One in each table where it is not over, or none in any if one of them is too large. */
  private void writeRows(
      RecordRow record,
      @Nullable ByteBuffer[] values,
      WriteCounter written,
      Destination destination)
      throws InterruptedException, FatalWriteException {
    long writeTime = WriteTime.micros(record.createTime(), record.offset());
    int left = tables.length - leftOut(record.createTime());
    RecordRows siblings = left > 1 ? new RecordRows(left) : null;
    for (int table = 0; table < tables.length; table++) {
      Row row = tables[table].of(record, values, writeTime, siblings);
      if (row.bytes() > maxRowBytes) {
        Table itsTable = tables[table].table();
        destination.write(deadLetter(record, original -> tooLarge(row, itsTable), written));
        return;
      }
      // too large or not must not depend on when the record is read
      rows[table] = isLeftOut[table] ? null : row;
    }
    if (left == 0) {
      written.expired();
      return;
    }
    written.row();
    for (int table = 0; table < tables.length; table++) {
      Row row = rows[table];
      if (row != null) {
        rows[table] = null;
        destination.write(row);
      }
    }
  }

  /** One delete in each table, with the time that the record's row would have. */
  private void deleteRows(
      RecordRow record,
      @Nullable ByteBuffer[] values,
      WriteCounter written,
      Destination destination)
      throws InterruptedException, FatalWriteException {
    long writeTime = WriteTime.micros(record.createTime(), record.offset());
    RecordRows siblings = writtenTables == 1 ? null : new RecordRows(writtenTables);
    written.deletion();
    for (TableRows table : tables) {
      if (table.isWritten()) {
        destination.write(table.deletion(record, values, writeTime, siblings));
      }
    }
  }

  /** Into how many tables a row of a record of this time is not written. */
  private int leftOut(long recordTime) {
    if (!anyLeftOut) {
      return 0;
    }
    int leftOut = 0;
    long present = now.getAsLong();
    for (int table = 0; table < tables.length; table++) {
      isLeftOut[table] = tables[table].leavesOut(recordTime, present);
      leftOut += isLeftOut[table] ? 1 : 0;
    }
    return leftOut;
  }

  /**
   * What is written instead of a row that Cassandra has refused: a dead letter for an event, a
   * shorter one for a letter. Of several rows of a record that are refused, each becomes the same
   * letter, which one of them explains. Safe for other threads than that of {@link #route}.
   *
   * @param why what Cassandra said
   */
  Optional<Row> instead(Row refused, String why, WriteCounter written) {
    RecordRow record = Objects.requireNonNull(refused.record());
    RecordRows siblings = refused.siblings();
    if (!refused.target().isDeadLetter()) {
      Refusal refusal =
          new Refusal(
              Reason.REFUSED_BY_CASSANDRA, null, FirstLine.of(ofTable(refused) + why, MAX_DETAIL));
      if (siblings == null || siblings.refused()) {
        written.refused(refused.target().isDeletion(), refusal.reason());
      }
      return Optional.of(letter(record, original(record), refusal).insteadOfOneOf(siblings));
    }
    return refused.refusal() == null
        ? Optional.empty()
        : Optional.of(bare(record, original(record), refused.refusal()).insteadOfOneOf(siblings));
  }

  /** Where there are several tables, the letter says which one refused. */
  private String ofTable(Row refused) {
    return tables.length == 1 ? "" : tables[refused.target().table()].table().fullName() + ": ";
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

  private static Refusal skipped(RecordRow record) {
    return new Refusal(
        Reason.SKIPPED, null, "the consumer was told to --skip %s".formatted(record.position()));
  }

  /** Cassandra would refuse the row each time that it is sent, and nothing after it would come. */
  private Refusal tooLarge(Row event, Table table) {
    return new Refusal(
        Reason.TOO_LARGE,
        null,
        String.format(
            Locale.ROOT,
            "its row%s has about %,d bytes, Cassandra accepts %,d",
            tables.length == 1 ? "" : " in " + table.fullName(),
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
