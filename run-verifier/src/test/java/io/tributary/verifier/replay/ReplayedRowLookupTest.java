package io.tributary.verifier.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.event.WriteTime;
import io.tributary.verifier.deadletter.DeadLetterWithRecord;
import io.tributary.verifier.lookup.OutcomeLookup;
import io.tributary.verifier.lookup.StoredRow;
import io.tributary.verifier.replay.ReplayedRowLookup.Arrival;
import io.tributary.verifier.replay.ReplayedRowLookup.Verdict;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Orders in two tables, of which the second one has them for a day. */
class ReplayedRowLookupTest {
  private static final RecordPosition POSITION = new RecordPosition("orders", 0, 7);
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final ByteBuffer ID = ByteBuffer.wrap(new byte[8]);
  private static final ByteBuffer BUYER = ByteBuffer.wrap("Ann".getBytes(UTF_8));

  private final Map<Integer, StoredRow> rows = new HashMap<>();
  private Instant now = NOON;

  private static Pipeline pipeline() throws InvalidDefinitionException {
    String text =
        """
        name: orders
        source: {url: "http://localhost/orders", records: /items, paging: {type: none}}
        event:
          key: id
          fields:
            - {name: id, type: bigint, from: /id, required: true}
            - {name: buyer, type: text, from: /buyer, required: true}
        topic: {name: orders}
        tables:
          - {keyspace: shop, name: orders}
          - {name: recent_orders, ttl: 1d}
        """;
    return Pipeline.parse(Path.of("orders.yaml"), text.getBytes(UTF_8));
  }

  private Arrival lookUp() throws Exception {
    OutcomeLookup outcomes =
        new OutcomeLookup() {
          @Override
          public CompletionStage<Optional<StoredRow>> row(
              int table, @Nullable ByteBuffer[] values) {
            return CompletableFuture.completedStage(Optional.ofNullable(rows.get(table)));
          }

          @Override
          public CompletionStage<Boolean> deadLetter(RecordPosition position, long time) {
            return CompletableFuture.completedStage(false);
          }

          @Override
          public CompletionStage<Boolean> formerLetter(RecordPosition position, long time) {
            return CompletableFuture.completedStage(false);
          }

          @Override
          public OptionalLong lastSkipped(RecordPosition first) {
            return OptionalLong.empty();
          }
        };
    return new ReplayedRowLookup(outcomes, pipeline(), () -> now).of(List.of(replayed())).get(0);
  }

  private static Replayed replayed() {
    FakeStack letters = new FakeStack();
    letters.add(1, "CHECK_FAILED", "1", "{}");
    DeadLetterWithRecord whole =
        Objects.requireNonNull(letters.letters.get(letters.letter(1).position()));
    return new Replayed(
        whole.letter(),
        whole.version(),
        NOON.toEpochMilli(),
        new ByteBuffer[] {ID, BUYER},
        false,
        CompletableFuture.completedFuture(POSITION),
        0,
        0);
  }

  private static StoredRow row() {
    return new StoredRow(
        new ByteBuffer[] {ID, BUYER}, WriteTime.micros(NOON.toEpochMilli(), POSITION.offset()));
  }

  @Test
  void record_isThere_onlyWhenEachTableHasIt() throws Exception {
    rows.put(0, row());
    Arrival one = lookUp();
    assertThat(one.outcome()).isEqualTo(Verdict.NOT_THERE);
    assertThat(one.detail()).endsWith("but not in shop.recent_orders");

    rows.put(1, row());
    assertThat(lookUp().outcome()).isEqualTo(Verdict.THERE);
  }

  @Test
  void record_isThere_whenItsRowInATableIsOver() throws Exception {
    rows.put(0, row());
    now = NOON.plus(Duration.ofDays(1));

    assertThat(lookUp().outcome()).isEqualTo(Verdict.THERE);
  }
}
