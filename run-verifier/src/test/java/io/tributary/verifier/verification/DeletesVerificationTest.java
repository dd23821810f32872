package io.tributary.verifier.verification;

import static io.tributary.verifier.verification.Shop.NOON;
import static io.tributary.verifier.verification.Shop.ORDERS;
import static io.tributary.verifier.verification.Shop.RUN;
import static io.tributary.verifier.verification.Shop.order;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.event.WriteTime;
import io.tributary.model.event.WriterSchemas;
import io.tributary.model.receipt.OffsetRange;
import io.tributary.runtime.time.FakeTicker;
import io.tributary.verifier.log.LogRecord;
import io.tributary.verifier.lookup.StoredRow;
import io.tributary.verifier.outcome.TableCounts;
import io.tributary.verifier.outcome.UnsettledRecord;
import io.tributary.verifier.report.VerificationReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records that delete rows, and rows that are gone because of them or for no reason. */
class DeletesVerificationTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final String DEFINITION =
      """
      name: orders
      source: {url: "http://localhost/orders", records: /items}
      event:
        key: id
        delete-when: {at: /gone}
        tombstones: delete
        fields:
          - {name: id, type: bigint, from: /id, required: true}
          - {name: buyer, type: text, from: /buyer, required: true}
          - {name: note, type: text, from: /note}
      topic: {name: orders, partitions: 2}
      table: {keyspace: shop, name: orders, key: [id]}
      """;

  private final FakeLog log = new FakeLog();
  private final FakeOutcomes outcomes = new FakeOutcomes();
  private final FakeTicker ticker = new FakeTicker();
  private Pipeline pipeline = Shop.PIPELINE;

  @BeforeEach
  void read() throws Exception {
    pipeline = Pipeline.parse(Path.of("orders.yaml"), DEFINITION.getBytes(UTF_8));
  }

  private static LogRecord delete(long offset, long time, long id) {
    return delete(RUN, offset, time, id);
  }

  private static LogRecord delete(String run, long offset, long time, long id) {
    return Shop.record(
        run,
        new RecordPosition(ORDERS, 0, offset),
        time,
        Long.toString(id),
        String.format(Locale.ROOT, "{\"id\": %d, \"_deleted\": true}", id));
  }

  private static LogRecord at(long offset, long time, long id) {
    return order(RUN, 0, offset, time, id, "Ann");
  }

  private VerificationReport verify(long first, long last, long records) throws Exception {
    return verification(pipeline)
        .verify(
            Shop.receipt(new OffsetRange(ORDERS, 0, first, last, records)),
            TIMEOUT,
            progress -> {});
  }

  private Verification verification(Pipeline of) {
    return new Verification(
        () -> log,
        () -> outcomes,
        of,
        WriterSchemas.NONE,
        ticker,
        InstantSource.system(),
        "try again");
  }

  // --- rows that are gone

  @Test
  void goneRow_isSuperseded_byALaterDeleteOfTheSameRun_withoutAWait() throws Exception {
    log.add(order(0, 1, "Ann"), order(1, 2, "Bob"), delete(2, NOON, 1));
    outcomes.addRow(order(1, 2, "Bob"));

    VerificationReport report = verify(0, 2, 3);

    assertThat(report.why()).isEmpty();
    assertThat(report.rows()).isEqualTo(2);
    assertThat(report.superseded()).isEqualTo(1);
    assertThat(report.deleted()).isEqualTo(1);
    assertThat(report.missing()).isZero();
    assertThat(report.text()).contains("1 delete\n", "2 rows, 1 superseded");
    assertThat(report.json()).contains("\"deleted\":1");
    assertThat(report.tables()).containsExactly(new TableCounts("orders", 2, 1, 0, 1, 0, 0));
    assertThat(ticker.slept()).isLessThan(Duration.ofSeconds(1));
    assertThat(log.isClosed()).isTrue();
  }

  @Test
  void goneRow_isSuperseded_byADeleteAfterTheRun() throws Exception {
    log.add(order(0, 1, "Ann"), delete("another", 1, NOON + 5, 1));

    VerificationReport report = verify(0, 0, 1);

    assertThat(report.why()).isEmpty();
    assertThat(report.superseded()).isEqualTo(1);
    assertThat(report.deleted()).as("another run's").isZero();
  }

  @Test
  void goneRow_isSuperseded_byATombstone() throws Exception {
    log.add(
        order(0, 1, "Ann"), Shop.record(RUN, new RecordPosition(ORDERS, 0, 1), NOON, "1", null));

    VerificationReport report = verify(0, 1, 2);

    assertThat(report.why()).isEmpty();
    assertThat(report.deleted()).isEqualTo(1);
  }

  @Test
  void goneRow_isMissing_withoutADelete() throws Exception {
    log.add(order(0, 1, "Ann"), order(1, 2, "Bob"), delete(2, NOON, 1));

    VerificationReport report = verify(0, 2, 3);

    assertThat(report.verified()).isFalse();
    assertThat(report.missing()).isEqualTo(1);
    assertThat(report.superseded()).isEqualTo(1);
    assertThat(report.firstMissing())
        .extracting(UnsettledRecord::position)
        .containsExactly(new RecordPosition(ORDERS, 0, 1));
    assertThat(report.why().orElseThrow())
        .contains("1 of 3 records has no row, or did not delete it, and is no dead letter");
    assertThat(ticker.slept()).isEqualTo(TIMEOUT);
  }

  @Test
  void goneRow_isMissing_whenTheDeleteIsOlder() throws Exception {
    log.add(at(0, NOON + 1, 1), delete(1, NOON, 1));

    VerificationReport report = verify(0, 1, 2);

    assertThat(report.missing()).isEqualTo(1);
    assertThat(report.firstMissing().get(0).position().offset()).isZero();
    assertThat(report.deleted()).isEqualTo(1);
  }

  @Test
  void goneRow_isSuperseded_byADeleteWithTheSameTime_andByNoneJustBefore() throws Exception {
    log.add(at(7, NOON, 1), delete(1_007, NOON, 1));
    assertThat(verify(7, 1_007, 2).superseded()).isEqualTo(1);

    log.add(at(2_007, NOON, 2), delete(3_006, NOON, 2));
    assertThat(verify(2_007, 3_006, 2).missing()).isEqualTo(1);
  }

  @Test
  void goneRow_isSuperseded_whenTheDeleteComesFirstInTheTopic() throws Exception {
    log.add(delete(0, NOON + 1, 1), at(1, NOON, 1));

    VerificationReport report = verify(0, 1, 2);

    assertThat(report.why()).isEmpty();
    assertThat(report.superseded()).isEqualTo(1);
  }

  @Test
  void goneRow_isMissing_whenTheDeleteIsADeadLetter() throws Exception {
    log.add(order(0, 1, "Ann"), delete(1, NOON + 1, 1));
    outcomes.addLetter(new RecordPosition(ORDERS, 0, 1));

    assertThat(verify(0, 0, 1).missing()).isEqualTo(1);

    log.add(delete(2, NOON, 1));
    assertThat(verify(0, 0, 1).superseded()).as("an older one is none").isEqualTo(1);
  }

  @Test
  void duplicates_areAllSuperseded_byOneDelete() throws Exception {
    log.add(order(0, 1, "Ann"), order(1, 1, "Ann"), delete(2, NOON + 1, 1), delete(3, NOON + 1, 1));

    VerificationReport report = verify(0, 3, 4);

    assertThat(report.why()).isEmpty();
    assertThat(report.rows()).isEqualTo(2);
    assertThat(report.deleted()).isEqualTo(2);
    assertThat(report.contents().superseded()).as("by a row of the run").isEqualTo(1);
  }

  @Test
  void rowThatWasWrittenAgain_isThere_afterItsDelete() throws Exception {
    LogRecord again = at(2, NOON + 2, 1);
    log.add(at(0, NOON, 1), delete(1, NOON + 1, 1), again);
    outcomes.addRow(again);

    VerificationReport report = verify(0, 2, 3);

    assertThat(report.why()).isEmpty();
    assertThat(report.rows()).isEqualTo(2);
    assertThat(report.deleted()).isEqualTo(1);
    assertThat(report.superseded()).isEqualTo(2);
  }

  @Test
  void goneRow_waitsForADelete_thatIsPublishedMeanwhile() throws Exception {
    log.add(order(0, 1, "Ann"));
    ticker.after(Duration.ofSeconds(3), () -> log.add(delete("later", 1, NOON, 1)));

    VerificationReport report = verify(0, 0, 1);

    assertThat(report.why()).isEmpty();
    assertThat(ticker.slept()).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(5));
  }

  @Test
  void goneRow_isMissing_whereTheDefinitionKnowsNoDeletes() throws Exception {
    log.add(order(0, 1, "Ann"), delete("other", 1, NOON, 1));

    VerificationReport report =
        verification(Shop.PIPELINE)
            .verify(Shop.receipt(new OffsetRange(ORDERS, 0, 0, 0, 1)), TIMEOUT, progress -> {});

    assertThat(report.missing()).isEqualTo(1);
  }

  @Test
  void goneRow_isExplained_inEachTableByADeleteOfItsKeyThere() throws Exception {
    Pipeline two =
        Pipeline.parse(
            Path.of("orders.yaml"),
            DEFINITION
                .replace("  tombstones: delete\n", "")
                .replace(
                    "table: {keyspace: shop, name: orders, key: [id]}",
                    """
                    tables:
                      - {keyspace: shop, name: orders, key: [id], columns: [buyer]}
                      - {name: by_buyer, key: [buyer, id], columns: [note]}\
                    """)
                .replace("from: /note}", "from: /note, required: true}")
                .getBytes(UTF_8));
    log.add(
        Shop.record(
            RUN,
            new RecordPosition(ORDERS, 0, 0),
            NOON,
            "1",
            "{\"id\": 1, \"buyer\": \"Ann\", \"note\": \"x\"}"),
        deleteOf(1, "Bob"));

    VerificationReport moved = verification(two).verifyAll(TIMEOUT, progress -> {});

    assertThat(moved.missing()).as("nothing deleted Ann's row").isEqualTo(1);
    assertThat(moved.why().orElseThrow()).contains("in by_buyer");
    assertThat(moved.tables())
        .containsExactly(
            new TableCounts("orders", 1, 1, 0, 1, 0, 0),
            new TableCounts("by_buyer", 0, 0, 0, 1, 1, 0));

    log.add(deleteOf(2, "Ann"));
    VerificationReport after = verification(two).verifyAll(TIMEOUT, progress -> {});

    assertThat(after.why()).isEmpty();
    assertThat(after.deleted()).isEqualTo(2);
  }

  private static LogRecord deleteOf(long offset, String buyer) {
    return Shop.record(
        RUN,
        new RecordPosition(ORDERS, 0, offset),
        NOON + offset,
        "1",
        "{\"id\": 1, \"buyer\": \"%s\", \"_deleted\": true}".formatted(buyer));
  }

  /** More than wait at a time: the deletes are found before the rest is read. */
  @Test
  void manyGoneRows_areSuperseded() throws Exception {
    int rows = 60_000;
    List<LogRecord> records = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      records.add(order(i, i, "Ann"));
    }
    for (int i = 0; i < rows; i++) {
      records.add(delete(rows + i, NOON + 1, i));
    }
    log.add(records.toArray(LogRecord[]::new));

    VerificationReport report = verify(0, 2 * rows - 1, 2L * rows);

    assertThat(report.why()).isEmpty();
    assertThat(report.rows()).isEqualTo(rows);
    assertThat(report.deleted()).isEqualTo(rows);
    assertThat(ticker.slept()).isLessThan(TIMEOUT);
  }

  // --- records that delete

  @Test
  void delete_waits_untilTheRowIsGone() throws Exception {
    LogRecord before = order("earlier", 0, 0, NOON, 1, "Ann");
    log.add(before, delete(1, NOON, 1));
    outcomes.addRow(before);
    ticker.after(Duration.ofSeconds(2), outcomes::clear);

    VerificationReport report = verify(1, 1, 1);

    assertThat(report.why()).isEmpty();
    assertThat(report.deleted()).isEqualTo(1);
    assertThat(ticker.slept()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
  }

  @Test
  void delete_isMissing_whileTheRowIsThere_evenOneWithItsTime() throws Exception {
    LogRecord delete = delete(1, NOON, 1);
    log.add(delete);
    outcomes.addRow(new StoredRow(Shop.values(order(0, 1, "Ann")), WriteTime.micros(NOON, 1)));

    VerificationReport report = verify(1, 1, 1);

    assertThat(report.missing()).isEqualTo(1);
    assertThat(report.verified()).isFalse();
  }

  @Test
  void delete_isSuperseded_byANewerRow() throws Exception {
    log.add(delete(1, NOON, 1));
    outcomes.addRow(new StoredRow(Shop.values(order(0, 1, "Ann")), WriteTime.micros(NOON, 2)));

    VerificationReport report = verify(1, 1, 1);

    assertThat(report.why()).isEmpty();
    assertThat(report.deleted()).isEqualTo(1);
    assertThat(report.superseded()).isEqualTo(1);
    assertThat(report.rows()).isZero();
  }

  @Test
  void delete_isADeadLetter_whenTheConsumerRefusedIt() throws Exception {
    LogRecord before = order("earlier", 0, 0, NOON, 1, "Ann");
    log.add(before, delete(1, NOON + 1, 1));
    outcomes.addRow(before);
    outcomes.addLetter(new RecordPosition(ORDERS, 0, 1));

    VerificationReport report = verify(1, 1, 1);

    assertThat(report.why()).isEmpty();
    assertThat(report.deadLetters()).isEqualTo(1);
    assertThat(report.deleted()).isZero();
    assertThat(report.json()).contains("\"deleted\":0");
    outcomes.clear();
    assertThat(verify(1, 1, 1).deadLetters()).as("without a row").isEqualTo(1);
  }

  @Test
  void deletes_areNoRecordsThatLackValues() throws Exception {
    List<LogRecord> records = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      records.add(delete(i, NOON, i));
    }
    log.add(records.toArray(LogRecord[]::new));

    VerificationReport report = verify(0, 19, 20);

    assertThat(report.why()).isEmpty();
    assertThat(report.warnings()).isEmpty();
    assertThat(report.contents().contents().deleted()).isEqualTo(20);
    assertThat(report.contents().contents().distinctKeys()).isZero();
  }

  // --- what the consumer has not processed

  @Test
  void run_thatWritesAndDeletesTheSameKeys_isMissing_whileTheConsumerHasProcessedNothing()
      throws Exception {
    log.add(order(0, 1, "Ann"), delete(1, NOON + 1, 1));
    log.consumerIsAt(0, 0);

    VerificationReport report = verify(0, 1, 2);

    assertThat(report.missing()).isEqualTo(2);
    assertThat(report.deleted()).isZero();
    assertThat(report.superseded()).isZero();
    assertThat(report.tables()).containsExactly(new TableCounts("orders", 0, 0, 0, 0, 2, 0));
    assertThat(report.why().orElseThrow())
        .contains(
            "the first at orders-0@0 (key 1, which the consumer has not passed: group"
                + " tributary-orders is at orders-0@0)");
    assertThat(report.warnings()).isEmpty();
    assertThat(ticker.slept()).isEqualTo(TIMEOUT);
    assertThat(log.questions()).as("about once a second").isBetween(40, 62);
  }

  @Test
  void absence_countsOnlyBehindTheConsumer() throws Exception {
    log.add(order(0, 1, "Ann"), delete(1, NOON + 1, 1), order(2, 2, "Bob"), delete(3, NOON, 2));
    log.consumerIsAt(0, 3);

    VerificationReport report = verify(0, 3, 4);

    assertThat(report.superseded()).as("order 1").isEqualTo(1);
    assertThat(report.deleted()).isEqualTo(1);
    assertThat(report.firstMissing())
        .extracting(UnsettledRecord::toString)
        .containsExactly(
            "orders-0@2 (key 2, whose delete orders-0@3 the consumer has not passed: group"
                + " tributary-orders is at orders-0@3)",
            "orders-0@3 (key 2, which the consumer has not passed: group tributary-orders is at"
                + " orders-0@3)");
  }

  @Test
  void goneRow_waits_untilTheConsumerHasPassedItToo_whereTheDeleteComesFirst() throws Exception {
    log.add(delete(0, NOON + 1, 1), at(1, NOON, 1));
    log.consumerIsAt(0, 1);

    VerificationReport report = verify(0, 1, 2);

    assertThat(report.deleted()).isEqualTo(1);
    assertThat(report.missing()).isEqualTo(1);
  }

  @Test
  void absence_waits_untilTheConsumerHasPassedTheRecords() throws Exception {
    log.add(order(0, 1, "Ann"), delete(1, NOON + 1, 1));
    log.consumerIsAt(0, 0);
    ticker.after(Duration.ofSeconds(3), () -> log.consumerIsAt(0, 1));
    ticker.after(Duration.ofSeconds(20), () -> log.consumerIsAt(0, 2));

    VerificationReport report = verify(0, 1, 2);

    assertThat(report.why()).isEmpty();
    assertThat(report.superseded()).isEqualTo(1);
    assertThat(report.deleted()).isEqualTo(1);
    assertThat(report.warnings()).isEmpty();
    assertThat(ticker.slept()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(23));
  }

  @Test
  void absence_counts_whenTheConsumerPassesTheRecordsAtTheEndOfTheTime() throws Exception {
    log.add(order(0, 1, "Ann"), delete(1, NOON + 1, 1));
    log.consumerIsAt(0, 0);
    ticker.after(TIMEOUT, () -> log.consumerIsAt(0, 2));

    assertThat(verify(0, 1, 2).why()).isEmpty();
  }

  @Test
  void delete_isADeadLetter_whereverTheConsumerIs() throws Exception {
    log.add(delete(0, NOON, 1));
    log.consumerIsAt(0, 0);
    outcomes.addLetter(new RecordPosition(ORDERS, 0, 0));

    assertThat(verify(0, 0, 1).deadLetters()).isEqualTo(1);
    assertThat(log.questions()).isZero();
  }

  @Test
  void consumer_isNotAskedFor_whereNothingRestsOnAnAbsentRow() throws Exception {
    log.add(order(0, 1, "Ann"), delete(1, NOON, 2));
    outcomes.addRow(order(0, 1, "Ann"));
    outcomes.addRow(new StoredRow(Shop.values(order(9, 2, "Bob")), WriteTime.micros(NOON, 2)));
    log.consumerIsAt(0, 0);

    assertThat(verify(0, 1, 2).why()).isEmpty();
    assertThat(log.questions()).isZero();
  }

  @Test
  void group_withoutOffsets_isWaitedForAWhile_andAWarningThen() throws Exception {
    log.add(order(0, 1, "Ann"), delete(1, NOON + 1, 1));
    log.forgetGroup(0);
    log.forgetGroup(1);

    VerificationReport report = verify(0, 1, 2);

    assertThat(report.why()).isEmpty();
    assertThat(report.superseded()).isEqualTo(1);
    assertThat(report.deleted()).isEqualTo(1);
    assertThat(report.warnings())
        .singleElement()
        .asString()
        .contains(
            "nothing shows that the consumer has processed the records",
            "no offsets of consumer group tributary-orders for topic orders");
    assertThat(report.json()).contains("nothing shows that the consumer has processed");
    assertThat(ticker.slept()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(13));
  }

  @Test
  void group_withoutOffsets_isAWarning_whenTheTimeIsShort() throws Exception {
    log.add(delete(0, NOON, 1));
    log.forgetGroup(0);
    log.forgetGroup(1);

    VerificationReport report =
        verification(pipeline).verifyAll(Duration.ofSeconds(1), progress -> {});

    assertThat(report.why()).isEmpty();
    assertThat(report.warnings()).hasSize(1);
  }

  @Test
  void group_thatAppearsMeanwhile_counts() throws Exception {
    log.add(delete(0, NOON, 1));
    log.forgetGroup(0);
    log.forgetGroup(1);
    ticker.after(Duration.ofSeconds(5), () -> log.consumerIsAt(0, 0));

    VerificationReport report = verify(0, 0, 1);

    assertThat(report.missing()).isEqualTo(1);
    assertThat(report.warnings()).isEmpty();
  }

  @Test
  void group_withOffsetsOfOtherPartitions_hasPassedNothingHere() throws Exception {
    log.add(delete(0, NOON, 1));
    log.forgetGroup(0);

    VerificationReport report = verify(0, 0, 1);

    assertThat(report.why().orElseThrow())
        .contains("group tributary-orders has no offset of orders-0");
  }

  @Test
  void group_thatTheVerifierMayNotSee_isAWarning_withoutAWait() throws Exception {
    log.add(delete(0, NOON, 1));
    log.refuseGroups("user 'v' may not do Describe");

    VerificationReport report = verify(0, 0, 1);

    assertThat(report.why()).isEmpty();
    assertThat(report.warnings())
        .singleElement()
        .asString()
        .contains("because their row is not there: user 'v' may not do Describe");
    assertThat(ticker.slept()).isLessThan(Duration.ofSeconds(1));
  }
}
