package io.tributary.verifier.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.deadletter.DeadLetter;
import io.tributary.model.deadletter.RecordCopy;
import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.Decoded;
import io.tributary.model.event.EventDecoder;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.event.WriteTime;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.time.FakeTicker;
import io.tributary.verifier.deadletter.DeadLetterStore;
import io.tributary.verifier.deadletter.DeadLetterWithRecord;
import io.tributary.verifier.deadletter.LetterVersion;
import io.tributary.verifier.deadletter.Selection;
import io.tributary.verifier.lookup.OutcomeLookup;
import io.tributary.verifier.lookup.StoredRow;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters, Kafka, a consumer and a table of orders in memory; the clock moves when somebody
 * sleeps.
 */
final class FakeStack implements DeadLetterStore, Originals, Publication, OutcomeLookup {
  static final String ORDERS = "orders";
  static final String REJECTED = "orders.rejected";
  static final long NOON = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
  static final Pipeline PIPELINE = pipeline("reject");

  /** The same, whose records can delete their row. */
  static final Pipeline DELETING = pipeline("delete");

  final Map<RecordPosition, DeadLetterWithRecord> letters = new LinkedHashMap<>();
  final Map<RecordPosition, Original> inKafka = new HashMap<>();
  final List<Original> published = new ArrayList<>();
  final Map<ByteBuffer, StoredRow> rows = new HashMap<>();
  final List<Change> changes = new ArrayList<>();

  /** Whether what is published becomes a row. */
  boolean consumerRuns = true;

  /** Whether what is published becomes a dead letter, as by another definition. */
  boolean consumerRefuses;

  /** The most letters that were handed out whole and not dealt with at one time. */
  int mostAhead;

  private int ahead;

  final FakeTicker ticker = new FakeTicker();

  private static Pipeline pipeline(String deletes) {
    String text =
        """
        name: orders
        source: {url: "http://localhost/orders", records: /items, paging: {type: none}}
        event:
          key: id
          tombstones: %s
          fields:
            - {name: id, type: bigint, from: /id, required: true}
            - {name: buyer, type: text, from: /person/name, required: true}
        topic: {name: orders, partitions: 2}
        table: {keyspace: shop, name: orders, key: [id]}
        """
            .formatted(deletes);
    try {
      return Pipeline.parse(Path.of("orders.yaml"), text.getBytes(UTF_8));
    } catch (InvalidDefinitionException invalid) {
      throw new AssertionError(invalid);
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /** A letter of the event topic at NOON whose record bears the run's name. */
  void add(long offset, String reason, String key, String value) {
    add(new RecordPosition(ORDERS, 0, offset), NOON, reason, key, value, Map.of("run_id", "run-1"));
  }

  void add(
      RecordPosition position,
      long time,
      String reason,
      @Nullable String key,
      @Nullable String value,
      Map<String, String> headers) {
    Map<String, ByteBuffer> asBytes = new HashMap<>();
    headers.forEach((name, text) -> asBytes.put(name, ByteBuffer.wrap(bytes(text))));
    put(
        new DeadLetterWithRecord(
            new DeadLetter(
                position,
                reason,
                null,
                "for a test",
                Instant.ofEpochMilli(time),
                headers.get("run_id"),
                null,
                DeadLetterCql.OPEN,
                null,
                null,
                0),
            new LetterVersion(DeadLetterCql.day(time), time * 1_000, Optional.empty()),
            new RecordCopy(
                key == null ? null : ByteBuffer.wrap(bytes(key)),
                value == null ? null : ByteBuffer.wrap(bytes(value)),
                asBytes,
                true)));
  }

  void put(DeadLetterWithRecord letter) {
    letters.put(letter.letter().position(), letter);
  }

  DeadLetter letter(RecordPosition position) {
    return Objects.requireNonNull(letters.get(position)).letter();
  }

  DeadLetter letter(long offset) {
    return letter(new RecordPosition(ORDERS, 0, offset));
  }

  @Override
  public void forEach(Selection selection, Each each)
      throws CommandFailedException, InterruptedException {
    for (DeadLetterWithRecord next : List.copyOf(letters.values())) {
      DeadLetter letter = next.letter();
      boolean wanted =
          (!selection.open() || letter.state().equals(DeadLetterCql.OPEN))
              && selection.reason().map(r -> r.name().equals(letter.reason())).orElse(true);
      if (wanted && !each.take(letter)) {
        return;
      }
    }
  }

  @Override
  public CompletionStage<Optional<DeadLetterWithRecord>> find(
      RecordPosition position, Instant recordTime) {
    mostAhead = Math.max(mostAhead, ++ahead);
    return CompletableFuture.completedStage(Optional.ofNullable(letters.get(position)));
  }

  @Override
  public CompletionStage<?> change(Change change) {
    changes.add(change);
    ahead--;
    DeadLetterWithRecord old = Objects.requireNonNull(letters.get(change.position()));
    DeadLetter letter = old.letter();
    put(
        new DeadLetterWithRecord(
            new DeadLetter(
                letter.position(),
                letter.reason(),
                letter.field(),
                letter.detail(),
                letter.recordTime(),
                letter.runId(),
                letter.replayOf(),
                change.state(),
                Instant.EPOCH,
                change.note(),
                change.tries()),
            old.version(),
            old.copy()));
    return CompletableFuture.completedStage(true);
  }

  @Override
  public Optional<Original> at(RecordPosition position) {
    return Optional.ofNullable(inKafka.get(position));
  }

  @Override
  public CompletableFuture<RecordPosition> send(Original event) {
    if (new String(Objects.requireNonNull(event.key()), UTF_8).equals("13")) {
      return CompletableFuture.failedFuture(
          new RecordRefused("Kafka refuses it", new IllegalStateException()));
    }
    published.add(event);
    RecordPosition position = new RecordPosition(ORDERS, 1, 5_000 + published.size());
    Decoded decoded = new EventDecoder(DELETING).decode(event.key(), event.value());
    if (consumerRefuses) {
      add(position, event.time(), "CHECK_FAILED", "k", "v", Map.of());
    } else if (consumerRuns && decoded instanceof Decoded.Deletion deletion) {
      rows.computeIfPresent(
          Objects.requireNonNull(deletion.values()[0]),
          (key, row) ->
              row.writeTime() > WriteTime.micros(event.time(), position.offset()) ? row : null);
    } else if (consumerRuns && decoded instanceof Decoded.Row row) {
      StoredRow stored =
          new StoredRow(row.values(), WriteTime.micros(event.time(), position.offset()));
      rows.merge(
          Objects.requireNonNull(row.values()[0]),
          stored,
          (before, after) -> after.writeTime() > before.writeTime() ? after : before);
    }
    return CompletableFuture.completedFuture(position);
  }

  @Override
  public CompletionStage<Optional<StoredRow>> row(int table, @Nullable ByteBuffer[] values) {
    return CompletableFuture.completedStage(
        Optional.ofNullable(rows.get(Objects.requireNonNull(values[0]))));
  }

  @Override
  public CompletionStage<Boolean> deadLetter(RecordPosition position, long time) {
    return CompletableFuture.completedStage(letters.containsKey(position));
  }

  @Override
  public OptionalLong lastSkipped(RecordPosition first) {
    return OptionalLong.empty();
  }

  @Override
  public CompletionStage<Boolean> formerLetter(RecordPosition position, long time) {
    return CompletableFuture.completedStage(false);
  }

  @Override
  public void close() {
    // nothing is open
  }
}
