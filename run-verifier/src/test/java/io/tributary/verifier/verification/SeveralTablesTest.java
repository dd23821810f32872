package io.tributary.verifier.verification;

import static io.tributary.verifier.verification.Shop.NOON;
import static io.tributary.verifier.verification.Shop.ORDERS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.Decoded;
import io.tributary.model.event.EventDecoder;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.event.WriteTime;
import io.tributary.model.event.WriterSchemas;
import io.tributary.runtime.time.FakeTicker;
import io.tributary.verifier.log.LogRecord;
import io.tributary.verifier.lookup.StoredRow;
import io.tributary.verifier.outcome.TableCounts;
import io.tributary.verifier.report.VerificationReport;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Orders that are rows of a table by number, for ever, and of one by buyer, for a day. */
class SeveralTablesTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Pipeline PIPELINE = pipeline();

  private final FakeLog log = new FakeLog();
  private final FakeOutcomes outcomes = new FakeOutcomes();
  private Instant now = Instant.ofEpochMilli(NOON).plus(Duration.ofHours(1));

  private static Pipeline pipeline() {
    String text =
        """
        name: orders
        source: {url: "http://localhost/orders", records: /items, paging: {type: none}}
        event:
          key: id
          fields:
            - {name: id, type: bigint, from: /id, required: true}
            - {name: buyer, type: text, from: /buyer, required: true}
            - {name: note, type: text, from: /note}
            - {name: total, type: int, from: /total, required: true}
        topic: {name: orders, partitions: 2}
        tables:
          - {keyspace: shop, name: orders, key: [id]}
          - {name: by_buyer, key: [buyer, id], columns: [total], ttl: 1d}
        """;
    try {
      return Pipeline.parse(Path.of("orders.yaml"), text.getBytes(UTF_8));
    } catch (InvalidDefinitionException invalid) {
      throw new AssertionError(invalid);
    }
  }

  private static LogRecord order(long offset, long id, String buyer, int total) {
    return Shop.record(
        Shop.RUN,
        new RecordPosition(ORDERS, 0, offset),
        NOON,
        Long.toString(id),
        String.format(
            Locale.ROOT,
            "{\"id\": %d, \"buyer\": \"%s\", \"total\": %d, \"note\": \"x\"}",
            id,
            buyer,
            total));
  }

  private static StoredRow inMain(LogRecord order) {
    return row(order, values(order));
  }

  private static StoredRow byBuyer(LogRecord order) {
    @Nullable ByteBuffer[] all = values(order);
    return row(order, all[0], all[1], all[3]);
  }

  private static StoredRow row(LogRecord order, @Nullable ByteBuffer... values) {
    return new StoredRow(values, WriteTime.micros(order.time(), order.position().offset()));
  }

  private static @Nullable ByteBuffer[] values(LogRecord order) {
    return ((Decoded.Row) new EventDecoder(PIPELINE).decode(order.key(), order.value())).values();
  }

  private VerificationReport verify() throws Exception {
    return new Verification(
            () -> log,
            () -> outcomes,
            PIPELINE,
            WriterSchemas.NONE,
            new FakeTicker(),
            () -> now,
            "try again")
        .verifyAll(TIMEOUT, progress -> {});
  }

  @Test
  void record_hasLanded_whenItIsARowOfEachTable() throws Exception {
    LogRecord order = order(0, 1, "Ann", 5);
    log.add(order);
    outcomes.addRow(inMain(order));
    outcomes.addRow(1, byBuyer(order));

    VerificationReport report = verify();

    assertThat(report.verified()).isTrue();
    assertThat(report.rows()).isEqualTo(1);
    assertThat(report.tables())
        .containsExactly(
            new TableCounts("orders", 1, 0, 0, 0, 0), new TableCounts("by_buyer", 1, 0, 0, 0, 0));
    assertThat(report.json())
        .contains(
            "\"tables\":{\"orders\":{\"rows\":1,\"superseded\":0,\"expired\":0,\"missing\":0,\"different\":0},\"by_buyer\":{\"rows\":1");
  }

  @Test
  void record_isMissing_whenOneTableHasNoRow_andTheTableIsNamed() throws Exception {
    LogRecord there = order(0, 1, "Ann", 5);
    LogRecord lost = order(1, 2, "Bob", 6);
    log.add(there, lost);
    outcomes.addRow(inMain(there));
    outcomes.addRow(inMain(lost));
    outcomes.addRow(1, byBuyer(there));

    VerificationReport report = verify();

    assertThat(report.missing()).isEqualTo(1);
    assertThat(report.rows()).isEqualTo(1);
    assertThat(report.why().orElseThrow())
        .contains(
            "1 of 2 records has no row in one of the tables and no dead letter",
            "orders-0@1 (key 2, in by_buyer)");
    assertThat(report.tables())
        .containsExactly(
            new TableCounts("orders", 2, 0, 0, 0, 0), new TableCounts("by_buyer", 1, 0, 0, 1, 0));
    assertThat(report.text()).contains("in by_buyer: 1 row, 0 superseded, 0 expired, 1 missing");
  }

  @Test
  void record_isADeadLetter_whenOneTableHasNoRowAndALetterTellsOfIt() throws Exception {
    LogRecord refused = order(0, 1, "Ann", 5);
    log.add(refused);
    outcomes.addRow(inMain(refused));
    outcomes.addLetter(refused.position());

    VerificationReport report = verify();

    assertThat(report.verified()).isTrue();
    assertThat(report.deadLetters()).isEqualTo(1);
    assertThat(report.rows()).isZero();
  }

  @Test
  void refusedRecord_isADeadLetter_whicheverTableRefusedIt_andCountsInNone() throws Exception {
    LogRecord fine = order(0, 1, "Ann", 5);
    LogRecord refusedByMain = order(1, 2, "Bob", 6);
    LogRecord refusedByOther = order(2, 3, "Eve", 7);
    log.add(fine, refusedByMain, refusedByOther);
    outcomes.addRow(inMain(fine));
    outcomes.addRow(1, byBuyer(fine));
    outcomes.addRow(1, byBuyer(refusedByMain));
    outcomes.addRow(inMain(refusedByOther));
    outcomes.addLetter(refusedByMain.position());

    VerificationReport before = verify();
    assertThat(before.missing()).as("only one has its letter").isEqualTo(1);
    assertThat(before.deadLetters()).isEqualTo(1);

    outcomes.addLetter(refusedByOther.position());
    VerificationReport after = verify();
    assertThat(after.why()).isEmpty();
    assertThat(after.rows()).isEqualTo(1);
    assertThat(after.deadLetters()).isEqualTo(2);
    assertThat(after.tables())
        .containsExactly(
            new TableCounts("orders", 1, 0, 0, 0, 0), new TableCounts("by_buyer", 1, 0, 0, 0, 0));
  }

  @Test
  void record_isDifferent_whenOneTableHasOtherValues_andTableAndColumnAreNamed() throws Exception {
    LogRecord order = order(0, 1, "Ann", 5);
    log.add(order);
    outcomes.addRow(inMain(order));
    outcomes.addRow(1, byBuyer(order(0, 1, "Ann", 6)));

    assertThat(verify().why().orElseThrow())
        .contains("1 record differs from its row", "orders-0@0 (key 1, in by_buyer: total)");
  }

  @Test
  void record_isSuperseded_whenTheMainTableHasANewerRow_andOnlyThere() throws Exception {
    LogRecord old = order(0, 1, "Ann", 5);
    LogRecord newer = order(1, 1, "Anne", 5);
    log.add(old, newer);
    outcomes.addRow(inMain(newer));
    outcomes.addRow(1, byBuyer(newer));

    VerificationReport moved = verify();

    assertThat(moved.missing()).as("the row of the old buyer").isEqualTo(1);
    assertThat(moved.tables().get(0).superseded()).isEqualTo(1);
  }

  @Test
  void row_isExpired_onceTheTimeToLiveIsOver_countedFromTheRecordsTime() throws Exception {
    LogRecord order = order(0, 1, "Ann", 5);
    log.add(order);
    outcomes.addRow(inMain(order));

    now = Instant.ofEpochMilli(NOON).plus(Duration.ofDays(1)).minusSeconds(3);
    assertThat(verify().missing()).isEqualTo(1);

    // Cassandra counts whole seconds, by another clock
    now = Instant.ofEpochMilli(NOON).plus(Duration.ofDays(1)).minusSeconds(2);
    VerificationReport after = verify();
    assertThat(after.verified()).isTrue();
    assertThat(after.rows()).as("the main table's row stays").isEqualTo(1);
    assertThat(after.tables().get(1)).isEqualTo(new TableCounts("by_buyer", 0, 0, 1, 0, 0));
  }
}
