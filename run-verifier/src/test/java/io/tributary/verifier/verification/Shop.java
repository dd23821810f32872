package io.tributary.verifier.verification;

import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.Decoded;
import io.tributary.model.event.EventDecoder;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.event.WriteTime;
import io.tributary.model.receipt.OffsetRange;
import io.tributary.model.receipt.Receipt;
import io.tributary.verifier.log.LogRecord;
import io.tributary.verifier.lookup.StoredRow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A pipeline of orders, its records and receipts, as the tests here need them. */
public final class Shop {
  static final String RUN = "run-1";
  static final String ORDERS = "orders";
  static final String REJECTED = "orders.rejected";

  /** A CreateTime. */
  static final long NOON = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

  public static final Pipeline PIPELINE = pipeline();

  private Shop() {}

  private static Pipeline pipeline() {
    String text =
        """
        name: orders
        source:
          url: http://localhost/orders
          records: /items
          paging: {type: none}
        event:
          key: id
          fields:
            - {name: id, type: bigint, from: /id, required: true}
            - {name: buyer, type: text, from: /buyer, required: true}
            - {name: note, type: text, from: /note}
        topic: {name: orders, partitions: 2}
        table: {keyspace: shop, name: orders, key: [id]}
        """;
    try {
      return Pipeline.parse(Path.of("orders.yaml"), text.getBytes(StandardCharsets.UTF_8));
    } catch (InvalidDefinitionException invalid) {
      throw new AssertionError(invalid);
    }
  }

  /** An event of the run, in partition 0 at NOON. */
  static LogRecord order(long offset, long id, String buyer) {
    return order(RUN, 0, offset, NOON, id, buyer);
  }

  static LogRecord order(String run, int partition, long offset, long time, long id, String buyer) {
    return record(
        run,
        new RecordPosition(ORDERS, partition, offset),
        time,
        Long.toString(id),
        String.format(Locale.ROOT, "{\"id\": %d, \"buyer\": \"%s\"}", id, buyer));
  }

  static LogRecord record(
      @Nullable String run,
      RecordPosition position,
      long time,
      @Nullable String key,
      @Nullable String value) {
    return new LogRecord(position, time, bytes(key), bytes(value), run, null, null);
  }

  /** The same, with where it is in the source. */
  static LogRecord at(String cursor, LogRecord record) {
    return new LogRecord(
        record.position(),
        record.time(),
        record.key(),
        record.value(),
        record.runId(),
        cursor,
        record.replays());
  }

  private static byte @Nullable [] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  /** The values of the row that an event makes. */
  static @Nullable ByteBuffer[] values(LogRecord event) {
    if (new EventDecoder(PIPELINE).decode(event.key(), event.value()) instanceof Decoded.Row row) {
      return row.values();
    }
    throw new AssertionError("no event: " + event.position());
  }

  /** The row as the consumer writes it. */
  static StoredRow row(LogRecord event) {
    return new StoredRow(values(event), WriteTime.micros(event.time(), event.position().offset()));
  }

  /** A complete receipt of the run. */
  static Receipt receipt(OffsetRange... ranges) {
    long published = sum(ORDERS, ranges);
    long rejected = sum(REJECTED, ranges);
    return receipt(published + rejected, true, ranges);
  }

  static Receipt receipt(long asked, boolean complete, OffsetRange... ranges) {
    return new Receipt(
        RUN,
        ORDERS,
        "http://localhost/orders",
        Optional.empty(),
        1,
        1,
        asked,
        sum(ORDERS, ranges) + sum(REJECTED, ranges),
        sum(ORDERS, ranges),
        sum(REJECTED, ranges),
        complete,
        List.of(ranges),
        Instant.ofEpochMilli(NOON),
        Instant.ofEpochMilli(NOON + 1_000),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static long sum(String topic, OffsetRange... ranges) {
    long sum = 0;
    for (OffsetRange range : ranges) {
      sum += range.topic().equals(topic) ? range.records() : 0;
    }
    return sum;
  }
}
