package io.tributary.verifier.verification;

import static io.tributary.verifier.verification.Shop.NOON;
import static io.tributary.verifier.verification.Shop.ORDERS;
import static io.tributary.verifier.verification.Shop.REJECTED;
import static io.tributary.verifier.verification.Shop.order;
import static io.tributary.verifier.verification.Shop.receipt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import io.tributary.model.event.RecordPosition;
import io.tributary.model.event.WriteTime;
import io.tributary.model.event.WriterSchemas;
import io.tributary.model.receipt.OffsetRange;
import io.tributary.model.receipt.Receipt;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.time.FakeTicker;
import io.tributary.verifier.contents.RunContents.SameKey;
import io.tributary.verifier.log.LogRecord;
import io.tributary.verifier.lookup.StoredRow;
import io.tributary.verifier.outcome.UnsettledRecord;
import io.tributary.verifier.outcome.VerificationCounts;
import io.tributary.verifier.report.VerificationReport;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VerificationTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final FakeLog log = new FakeLog();
  private final FakeOutcomes outcomes = new FakeOutcomes();
  private final FakeTicker ticker = new FakeTicker();
  private final List<VerificationProgress> told = new ArrayList<>();
  private final Verification verification =
      new Verification(
          () -> log,
          () -> outcomes,
          Shop.PIPELINE,
          WriterSchemas.NONE,
          ticker,
          InstantSource.system(),
          "try again");

  // --- the verdicts

  @Test
  void verify_isVerified_whenEachRecordIsItsRow() throws Exception {
    LogRecord one = order(0, 1, "Ann");
    LogRecord two = order(1, 2, "Bob");
    log.add(one, two);
    outcomes.addRow(one);
    outcomes.addRow(two);

    VerificationReport report = verify(receipt(orders(0, 0, 1, 2)));

    assertThat(report.verified()).isTrue();
    assertThat(report.rows()).isEqualTo(2);
    assertThat(report.why()).isEmpty();
    assertThat(ticker.slept()).isZero();
    assertThat(log.isClosed()).isTrue();
  }

  @Test
  void landing_isFromTheNewestRecordUntilAllWereSeen() throws Exception {
    LogRecord one = order(0, 1, "Ann");
    LogRecord earlier =
        Shop.record(Shop.RUN, new RecordPosition(REJECTED, 0, 0), NOON - 5_000, null, "{\"id\":2}");
    log.add(one, earlier);
    outcomes.addLetter(earlier.position());
    ticker.after(Duration.ofSeconds(12), () -> outcomes.addRow(one));
    Instant start = Instant.ofEpochMilli(NOON + 60_000);
    Verification timed =
        new Verification(
            () -> log,
            () -> outcomes,
            Shop.PIPELINE,
            WriterSchemas.NONE,
            ticker,
            () -> start.plus(ticker.slept()),
            "try again");

    assertThat(timed.landing()).isEmpty();
    timed.verify(
        receipt(orders(0, 0, 0, 1), new OffsetRange(REJECTED, 0, 0, 0, 1)), TIMEOUT, told::add);

    Landing landing = timed.landing().orElseThrow();
    assertThat(landing.published()).isEqualTo(Instant.ofEpochMilli(NOON));
    assertThat(landing.seen()).isBetween(start.plusSeconds(12), start.plusSeconds(14));
  }

  @Test
  void verifyAll_waitsForAnOpenTransaction_andIsVerifiedWhenItHasEnded() throws Exception {
    LogRecord one = order(0, 1, "Ann");
    LogRecord two = order(1, 2, "Bob");
    log.add(one, two);
    outcomes.addRow(one);
    outcomes.addRow(two);
    log.holdBack("a transaction is open");
    ticker.after(Duration.ofSeconds(20), () -> log.holdBack(null));

    VerificationReport report = verification.verifyAll(TIMEOUT, told::add);

    assertThat(report.why()).isEmpty();
    assertThat(report.rows()).isEqualTo(2);
    assertThat(ticker.slept()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(22));
    assertThat(told.get(0)).asString().endsWith("a transaction is open");
  }

  @Test
  void verify_namesWhatAnOpenTransactionHoldsBack_whenTheTimeIsUp() throws Exception {
    LogRecord one = order(0, 1, "Ann");
    LogRecord two = order(1, 2, "Bob");
    log.add(one, two);
    outcomes.addRow(two);
    log.holdBack("a transaction is open");
    ticker.after(Duration.ofSeconds(20), () -> outcomes.addRow(one));

    VerificationReport report = verify(receipt(orders(0, 0, 1, 2)));

    assertThat(report.verified()).isFalse();
    assertThat(report.why().orElseThrow()).contains("a transaction is open");
    assertThat(report.rows()).as("what is read lands all the same").isEqualTo(1);
    assertThat(report.lost()).isEqualTo(1);
    assertThat(ticker.slept()).isEqualTo(TIMEOUT);
  }

  @Test
  void verify_countsSuperseded_whenANewerRecordWroteTheRow() throws Exception {
    LogRecord old = order(0, 1, "Ann");
    LogRecord newer = order(1, 1, "Anne");
    log.add(old, newer);
    outcomes.addRow(newer);

    VerificationReport report = verify(receipt(orders(0, 0, 1, 2)));

    assertThat(report.verified()).isTrue();
    assertThat(report.rows()).isEqualTo(2);
    assertThat(report.superseded()).isEqualTo(1);
  }

  @Test
  void verify_countsDeadLetters_whenAnEventDoesNotDecode() throws Exception {
    LogRecord broken =
        Shop.record(Shop.RUN, new RecordPosition(ORDERS, 0, 0), NOON, "1", "not JSON");
    log.add(broken, order(1, 2, "Bob"));
    outcomes.addLetter(broken.position());
    outcomes.addRow(order(1, 2, "Bob"));

    VerificationReport report = verify(receipt(orders(0, 0, 1, 2)));

    assertThat(report.verified()).isTrue();
    assertThat(report.rows()).isEqualTo(1);
    assertThat(report.deadLetters()).isEqualTo(1);
  }

  @Test
  void verify_countsDeadLetters_whenTheConsumerSkippedWhatNobodyCanRead() throws Exception {
    LogRecord[] orders = {order(0, 1, "Ann"), order(1, 2, "Bob"), order(2, 3, "Cat")};
    LogRecord last = order(3, 4, "Dan");
    log.add(orders);
    log.add(last);
    log.spoil(orders[1]);
    log.spoil(orders[2]);
    outcomes.addRow(orders[0]);
    outcomes.addSkipped(orders[1].position());
    outcomes.addSkipped(orders[2].position());
    outcomes.addRow(last);

    VerificationReport report = verify(receipt(orders(0, 0, 3, 4)));

    assertThat(report.why()).isEmpty();
    assertThat(report.rows()).isEqualTo(2);
    assertThat(report.deadLetters()).isEqualTo(2);
  }

  @Test
  void verify_namesTheRecord_whenItCannotBeReadAndWasNotSkipped() {
    LogRecord broken = order(1, 2, "Bob");
    log.add(order(0, 1, "Ann"), broken);
    log.spoil(broken);
    outcomes.addRow(order(0, 1, "Ann"));

    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> verify(receipt(orders(0, 0, 1, 2))))
        .withMessageStartingWith(ORDERS + "-0@1 cannot be read (bad checksum)")
        .withMessageEndingWith("--skip " + ORDERS + "-0@1");
  }

  @Test
  void verifyAll_takesNoOthersLetter_forThatOfARecordThatSaysItReplaysIt() throws Exception {
    LogRecord broken =
        Shop.record(Shop.RUN, new RecordPosition(ORDERS, 0, 0), NOON, "1", "not JSON");
    LogRecord forged =
        replaying(
            broken,
            new RecordPosition(ORDERS, 1, 0),
            "{\"id\":2}".getBytes(StandardCharsets.UTF_8),
            broken.position());
    log.add(broken, forged);
    outcomes.addLetter(broken.position());

    VerificationReport report = verification.verifyAll(TIMEOUT, told::add);

    assertThat(report.deadLetters()).isEqualTo(1);
    assertThat(report.firstMissing())
        .extracting(UnsettledRecord::position)
        .containsExactly(forged.position());

    outcomes.addLetter(forged.position());
    assertThat(verification.verifyAll(TIMEOUT, told::add).deadLetters()).isEqualTo(2);
  }

  @Test
  void verifyAll_takesALetterOfAFormerVersion_forThatOfItsRefusedReplay() throws Exception {
    LogRecord broken =
        Shop.record(Shop.RUN, new RecordPosition(ORDERS, 0, 0), NOON, "1", "not JSON");
    LogRecord again =
        replaying(broken, new RecordPosition(ORDERS, 1, 0), broken.value(), broken.position());
    log.add(broken, again);
    outcomes.addFormerLetter(broken.position());

    VerificationReport report = verification.verifyAll(TIMEOUT, told::add);

    assertThat(report.why()).isEmpty();
    assertThat(report.deadLetters()).isEqualTo(2);
  }

  private static LogRecord replaying(
      LogRecord record, RecordPosition position, byte @Nullable [] value, RecordPosition letter) {
    return new LogRecord(
        position, record.time(), record.key(), value, record.runId(), null, letter);
  }

  @Test
  void verify_leavesOutReplays_thatBearTheRunsName() throws Exception {
    LogRecord one = order(0, 1, "Ann");
    LogRecord replay =
        new LogRecord(
            new RecordPosition(ORDERS, 0, 1),
            NOON,
            one.key(),
            one.value(),
            Shop.RUN,
            null,
            new RecordPosition(ORDERS, 1, 5));
    log.add(one, replay);
    outcomes.addRow(one);

    VerificationReport report = verify(receipt(orders(0, 0, 1, 2)));

    assertThat(report.rows()).isEqualTo(1);
    assertThat(report.lost()).as("a replay stands for no record of the run").isEqualTo(1);
  }

  @Test
  void verify_countsDeadLetters_whenARecordWasRejected() throws Exception {
    LogRecord good = order(0, 1, "Ann");
    LogRecord rejected =
        Shop.record(
            Shop.RUN,
            new RecordPosition(REJECTED, 0, 0),
            NOON,
            "2",
            "{\"id\":2,\"buyer\":\"Bob\"}");
    log.add(good, rejected);
    outcomes.addRow(good);
    // even a row of that key is no outcome of a rejected record
    outcomes.addRow(order(5, 2, "Bob"));

    assertThat(verify(receipt(orders(0, 0, 0, 1), new OffsetRange(REJECTED, 0, 0, 0, 1))).missing())
        .isEqualTo(1);

    outcomes.addLetter(rejected.position());
    VerificationReport report =
        verify(receipt(orders(0, 0, 0, 1), new OffsetRange(REJECTED, 0, 0, 0, 1)));
    assertThat(report.verified()).isTrue();
    assertThat(report.deadLetters()).isEqualTo(1);
  }

  @Test
  void verify_countsADeadLetter_whenAnEventDecodesButWasFiled() throws Exception {
    LogRecord future = order(Shop.RUN, 0, 0, NOON + 86_400_000, 1, "Ann");
    log.add(future);
    outcomes.addLetter(future.position());
    outcomes.addRow(order(0, 1, "an older record's"));

    VerificationReport report = verify(receipt(orders(0, 0, 0, 1)));

    assertThat(report.verified()).isTrue();
    assertThat(report.deadLetters()).isEqualTo(1);
  }

  @Test
  void verify_looksForADeadLetter_whenTheTimeIsBeyondWriteTimes() throws Exception {
    LogRecord farOff = order(Shop.RUN, 0, 0, Long.MAX_VALUE, 1, "Ann");
    log.add(farOff);
    outcomes.addRow(order(1, 1, "Ann"));

    assertThat(verify(receipt(orders(0, 0, 0, 1))).missing()).isEqualTo(1);
  }

  @Test
  void verify_namesTheMissing_whenThereIsNeitherRowNorLetter() throws Exception {
    log.add(order(0, 1, "Ann"), order(1, 2, "Bob"));
    outcomes.addRow(order(0, 1, "Ann"));

    VerificationReport report = verify(receipt(orders(0, 0, 1, 2)));

    assertThat(report.verified()).isFalse();
    assertThat(report.missing()).isEqualTo(1);
    assertThat(report.firstMissing())
        .containsExactly(new UnsettledRecord(new RecordPosition(ORDERS, 0, 1), "2", "", ""));
    assertThat(report.why().orElseThrow())
        .contains("1 of 2 records is neither row nor dead letter")
        .contains("the first at orders-0@1 (key 2)");
    assertThat(ticker.slept()).isEqualTo(TIMEOUT);
  }

  @Test
  void verify_isMissing_whenTheRowIsOlder() throws Exception {
    LogRecord record = order(7, 1, "Ann");
    log.add(record);
    outcomes.addRow(new StoredRow(Shop.values(record), WriteTime.micros(NOON, 6)));

    assertThat(verify(receipt(orders(0, 7, 7, 1))).missing()).isEqualTo(1);
  }

  @Test
  void verify_isMissing_whenTheRowHasNoWriteTime() throws Exception {
    LogRecord record = order(0, 1, "Ann");
    log.add(record);
    outcomes.addRow(new StoredRow(Shop.values(record), Long.MIN_VALUE));

    assertThat(verify(receipt(orders(0, 0, 0, 1))).missing()).isEqualTo(1);
  }

  @Test
  void verify_namesTheFields_whenTheRowDiffersAtTheSameTime() throws Exception {
    LogRecord record = order(0, 1, "Ann");
    log.add(record);
    outcomes.addRow(new StoredRow(Shop.values(order(0, 1, "Eve")), WriteTime.micros(NOON, 0)));

    VerificationReport report = verify(receipt(orders(0, 0, 0, 1)));

    assertThat(report.verified()).isFalse();
    assertThat(report.different()).isEqualTo(1);
    assertThat(report.missing()).isZero();
    assertThat(report.why().orElseThrow()).contains("orders-0@0 (key 1, in buyer)");
    assertThat(ticker.slept()).as("a written row does not change").isZero();
  }

  @Test
  void verify_differs_whenAnAbsentValueLeftAnOldOneStanding() throws Exception {
    LogRecord record = order(0, 1, "Ann");
    log.add(record);
    StoredRow row = Shop.row(record);
    row.values()[2] = ByteBuffer.wrap(new byte[] {'x'});
    outcomes.addRow(row);

    assertThat(verify(receipt(orders(0, 0, 0, 1))).firstDifferent())
        .containsExactly(new UnsettledRecord(new RecordPosition(ORDERS, 0, 0), "1", "note", ""));
  }

  // --- which records

  @Test
  void verify_ignoresOtherRuns_whenTheyStandBetween() throws Exception {
    log.add(
        order(0, 1, "Ann"),
        order("another", 0, 1, NOON, 2, "Bob"),
        Shop.record(null, new RecordPosition(ORDERS, 0, 2), NOON, "3", "{}"),
        order(3, 4, "Dan"));
    outcomes.addRow(order(0, 1, "Ann"));
    outcomes.addRow(order(3, 4, "Dan"));

    VerificationReport report = verify(receipt(orders(0, 0, 3, 2)));

    assertThat(report.verified()).isTrue();
    assertThat(report.rows()).isEqualTo(2);
  }

  @Test
  void verify_readsNothingOutsideTheRanges() throws Exception {
    log.add(order(0, 1, "Ann"), order(1, 2, "Bob"), order(2, 3, "Cid"));
    outcomes.addRow(order(1, 2, "Bob"));

    assertThat(verify(receipt(orders(0, 1, 1, 1))).verified()).isTrue();
  }

  @Test
  void verify_isNotVerified_whenKafkaHoldsFewerRecordsThanTheReceiptSays() throws Exception {
    log.add(order(0, 1, "Ann"), order("another", 0, 1, NOON, 2, "Bob"), order(2, 3, "Cid"));
    outcomes.addRow(order(0, 1, "Ann"));
    outcomes.addRow(order(2, 3, "Cid"));

    VerificationReport report = verify(receipt(orders(0, 0, 2, 3)));

    assertThat(report.verified()).isFalse();
    assertThat(report.lost()).isEqualTo(1);
    assertThat(report.why().orElseThrow())
        .contains("orders-0@0..2 holds 2 records of the run, the receipt says 3");
  }

  @Test
  void verify_namesTheRange_whenRetentionRemovedIt() throws Exception {
    log.add(order(5, 6, "Fay"));
    log.holds(ORDERS, 0, 5, 5);
    outcomes.addRow(order(5, 6, "Fay"));

    VerificationReport report = verify(receipt(orders(0, 2, 5, 4)));

    assertThat(report.verified()).isFalse();
    assertThat(report.rows()).isEqualTo(1);
    assertThat(report.lost()).isEqualTo(3);
    assertThat(report.why().orElseThrow())
        .contains("Kafka no longer has orders-0@2..4, which retention removed");
  }

  @Test
  void verify_namesTheRange_whenRetentionRemovedAllOfIt() throws Exception {
    log.holds(ORDERS, 0, 100, 99);

    VerificationReport report = verify(receipt(orders(0, 2, 5, 4)));

    assertThat(report.lost()).isEqualTo(4);
    assertThat(report.why().orElseThrow()).contains("Kafka no longer has orders-0@2..5");
  }

  @Test
  void verify_namesTheRange_whenTheTopicEndsBefore() throws Exception {
    log.add(order(0, 1, "Ann"));
    outcomes.addRow(order(0, 1, "Ann"));

    VerificationReport report = verify(receipt(orders(0, 0, 3, 4)));

    assertThat(report.lost()).isEqualTo(3);
    assertThat(report.why().orElseThrow()).contains("Kafka has nothing at orders-0@1..3");
  }

  @Test
  void verify_namesThePartition_whenTheTopicHasFewer() throws Exception {
    assertThat(verify(receipt(orders(7, 0, 3, 4))).why().orElseThrow())
        .contains("Kafka has no partition orders-7");
  }

  @Test
  void verifyAll_takesEveryRecord_ofBothTopics() throws Exception {
    LogRecord strange = Shop.record(null, new RecordPosition(REJECTED, 0, 0), NOON, null, null);
    log.add(order("one", 0, 0, NOON, 1, "Ann"), order("two", 1, 0, NOON, 2, "Bob"), strange);
    outcomes.addRow(order("one", 0, 0, NOON, 1, "Ann"));
    outcomes.addRow(order("two", 1, 0, NOON, 2, "Bob"));
    outcomes.addLetter(strange.position());

    VerificationReport report = verification.verifyAll(TIMEOUT, told::add);

    assertThat(report.verified()).isTrue();
    assertThat(report.runId()).isEmpty();
    assertThat(report.published()).isEqualTo(2);
    assertThat(report.rejected()).isEqualTo(1);
    assertThat(report.rows()).isEqualTo(2);
    assertThat(report.deadLetters()).isEqualTo(1);
  }

  @Test
  void verifyAll_isNotVerified_whenThereIsNothing() throws Exception {
    assertThat(verification.verifyAll(TIMEOUT, told::add).why().orElseThrow())
        .contains("hold no record");
  }

  // --- what the run itself did not do

  @Test
  void verify_isNotVerified_whenLessWasPublishedThanAsked() throws Exception {
    log.add(order(0, 1, "Ann"));
    outcomes.addRow(order(0, 1, "Ann"));

    VerificationReport report = verify(receipt(3, true, orders(0, 0, 0, 1)));

    assertThat(report.verified()).isFalse();
    assertThat(report.why().orElseThrow())
        .contains("asked for 3 records and published or rejected 1; try again");
  }

  @Test
  void verify_isNotVerified_whenTheRunIsNotComplete() throws Exception {
    log.add(order(0, 1, "Ann"));
    outcomes.addRow(order(0, 1, "Ann"));

    assertThat(verify(receipt(0, false, orders(0, 0, 0, 1))).why().orElseThrow())
        .contains("did not end what it was asked to do; try again");
  }

  @Test
  void verify_isNotVerified_whenNothingWasPublished() throws Exception {
    VerificationReport report = verify(receipt());

    assertThat(report.verified()).isFalse();
    assertThat(report.why().orElseThrow()).contains("published nothing");
  }

  // --- what the records hold

  @Test
  void verify_countsThoseThatARecordOfTheSameRunSupersedes() throws Exception {
    addAtPages(order(0, 1, "Ann"), order(1, 2, "Bob"), order(2, 1, "Ann"));
    LogRecord ofAnother = order("another", 0, 3, NOON + 1, 2, "Bea");
    log.add(ofAnother);
    outcomes.addRow(order(2, 1, "Ann"));
    outcomes.addRow(ofAnother);

    VerificationReport report = verify(receipt(orders(0, 0, 2, 3)));

    assertThat(report.superseded()).isEqualTo(2);
    assertThat(report.contents().superseded()).isEqualTo(1);
    assertThat(report.contents().contents().distinctKeys()).isEqualTo(2);
    assertThat(report.contents().example()).contains(new SameKey("1", "r/0/0", "r/2/0"));
  }

  @Test
  void verify_takesACopyOfAnEarlierTry_forTheSameRecord() throws Exception {
    LogRecord one = Shop.at("r/1/0", order(0, 1, "Ann"));
    LogRecord copy = Shop.at("r/1/0", order(1, 1, "Ann"));
    log.add(one, copy);
    outcomes.addRow(copy);

    VerificationReport report = verify(receipt(orders(0, 0, 1, 2)));

    assertThat(report.superseded()).isEqualTo(1);
    assertThat(report.contents().superseded()).isZero();
    assertThat(report.contents().example()).isEmpty();
  }

  @Test
  void verify_countsTheValuesOfEachColumn() throws Exception {
    addAtPages(order(0, 1, "Ann"), order(1, 2, "Bob"));
    outcomes.addRow(order(0, 1, "Ann"));
    outcomes.addRow(order(1, 2, "Bob"));

    VerificationReport report = verify(receipt(orders(0, 0, 1, 2)));

    assertThat(report.contents().contents().values())
        .containsExactly(entry("id", 2L), entry("buyer", 2L), entry("note", 0L));
    assertThat(report.warnings()).as("a run of two records").isEmpty();
  }

  @Test
  void verify_warnsOfAColumnWithoutAValue_whenTheRunHasMoreThanTenRecords() throws Exception {
    for (int i = 0; i < 11; i++) {
      LogRecord order = order(i, i, "Ann");
      log.add(order);
      outcomes.addRow(order);
    }

    assertThat(verify(receipt(orders(0, 0, 9, 10))).warnings()).isEmpty();
    VerificationReport report = verify(receipt(orders(0, 0, 10, 11)));

    assertThat(report.verified()).isTrue();
    assertThat(report.warnings())
        .containsExactly(
            "no record has a value for column note (from /note): check the pointer in the"
                + " definition");
  }

  @Test
  void verifyAll_countsKeys_andLeavesOpenWhichRunSupersedes() throws Exception {
    addAtPages(order(0, 1, "Ann"), order(1, 1, "Ann"));
    outcomes.addRow(order(1, 1, "Ann"));

    VerificationReport report = verification.verifyAll(TIMEOUT, told::add);

    assertThat(report.contents().contents().distinctKeys()).isEqualTo(1);
    assertThat(report.contents().superseded()).isZero();
  }

  /** Each is the first record of a page. */
  private void addAtPages(LogRecord... records) {
    for (int page = 0; page < records.length; page++) {
      log.add(Shop.at(String.format(Locale.ROOT, "r/%d/0", page), records[page]));
    }
  }

  // --- receipts that are not to be verified

  @Test
  void verify_isWrongUsage_whenTheReceiptIsAnotherPipelines() {
    Receipt ours = receipt(orders(0, 0, 0, 1));
    Receipt other =
        new Receipt(
            ours.runId(),
            "users",
            ours.source(),
            ours.seed(),
            1,
            1,
            1,
            1,
            1,
            0,
            true,
            ours.offsets(),
            ours.started(),
            ours.ended(),
            ours.contents(),
            ours.reading(),
            ours.cursor());

    assertWrongUsage(other, "the receipt is of pipeline 'users'");
  }

  @Test
  void verify_isWrongUsage_whenTheReceiptContradictsItself() {
    assertWrongUsage(receipt(orders(0, 0, 3, 5)), "5 records are at orders-0@0..3");
    assertWrongUsage(receipt(orders(0, 0, 3, 0)), "0 records are at orders-0@0..3");
    assertWrongUsage(receipt(orders(0, 3, 0, 1)), "1 records are at orders-0@3..0");
    assertWrongUsage(receipt(orders(0, 0, 3, 4), orders(0, 4, 5, 2)), "names orders-0 twice");
    assertWrongUsage(receipt(new OffsetRange("elsewhere", 0, 0, 0, 1)), "names topic elsewhere");
    Receipt ours = receipt(orders(0, 0, 0, 1));
    assertWrongUsage(
        new Receipt(
            ours.runId(),
            ours.pipeline(),
            ours.source(),
            ours.seed(),
            1,
            1,
            2,
            2,
            2,
            0,
            true,
            ours.offsets(),
            ours.started(),
            ours.ended(),
            ours.contents(),
            ours.reading(),
            ours.cursor()),
        "says 2 published and 0 rejected, but its offsets name 1 and 0");
  }

  // --- waiting

  @Test
  void verify_waits_untilTheLastRecordHasLanded() throws Exception {
    List<LogRecord> records = new ArrayList<>();
    for (int offset = 0; offset < 1_000; offset++) {
      records.add(order(offset, offset, "buyer " + offset));
    }
    log.add(records.toArray(LogRecord[]::new));
    records.subList(0, 400).forEach(outcomes::addRow);
    ticker.after(Duration.ofSeconds(2), () -> records.subList(400, 900).forEach(outcomes::addRow));
    ticker.after(
        Duration.ofSeconds(5), () -> records.subList(900, 1_000).forEach(outcomes::addRow));

    VerificationReport report = verify(receipt(orders(0, 0, 999, 1_000)));

    assertThat(report.verified()).isTrue();
    assertThat(report.rows()).isEqualTo(1_000);
    assertThat(ticker.slept()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(7));
    assertThat(told).isNotEmpty().hasSizeLessThanOrEqualTo(7);
    assertThat(told).extracting(VerificationProgress::expected).containsOnly(1_000L);
    assertThat(told.get(0).landed()).isEqualTo(400);
  }

  @Test
  void verify_asksForFewOfMany_whileTheFirstHaveNotLanded() throws Exception {
    int records = 5_000;
    List<LogRecord> published = new ArrayList<>();
    for (int offset = 0; offset < records; offset++) {
      published.add(order(offset, offset, "buyer"));
    }
    log.add(published.toArray(LogRecord[]::new));
    long[] afterReading = new long[1];
    ticker.after(Duration.ofMillis(1), () -> afterReading[0] = outcomes.lookUps());
    ticker.after(
        TIMEOUT.minusSeconds(1),
        () -> {
          published.forEach(outcomes::addRow);
          outcomes.keys().clear();
        });

    VerificationReport report = verify(receipt(orders(0, 0, records - 1, records)));

    assertThat(report.verified()).isTrue();
    assertThat(outcomes.keys()).as("the consumer's order").isSorted().hasSize(records);
    // some 30 rounds of 256 records, row and letter each, then all of them once
    assertThat(outcomes.lookUps() - afterReading[0]).isLessThan(40 * 512 + records);
  }

  @Test
  void verify_readsNoFurther_whileTooMuchHasNotLanded() throws Exception {
    int records = 120_000;
    for (int offset = 0; offset < records; offset++) {
      log.add(order(offset, offset, "buyer"));
    }
    int[] whileWaiting = new int[1];
    ticker.after(Duration.ofSeconds(20), () -> whileWaiting[0] = log.taken());

    VerificationReport report = verify(receipt(orders(0, 0, records - 1, records)));

    assertThat(whileWaiting[0]).isBetween(50_000, 51_000);
    assertThat(report.missing()).isEqualTo(records);
    assertThat(report.firstMissing()).hasSize(VerificationCounts.NAMED);
    assertThat(report.firstMissing().get(0).position()).isEqualTo(new RecordPosition(ORDERS, 0, 0));
    assertThat(report.firstMissing().get(19).position())
        .isEqualTo(new RecordPosition(ORDERS, 0, 19));
    assertThat(ticker.slept()).isEqualTo(TIMEOUT);
  }

  @Test
  void verify_asksAgain_whenCassandraGaveNoAnswer() throws Exception {
    log.add(order(0, 1, "Ann"), order(1, 2, "Bob"));
    outcomes.addRow(order(0, 1, "Ann"));
    outcomes.addRow(order(1, 2, "Bob"));
    outcomes.refuse(3);

    assertThat(verify(receipt(orders(0, 0, 1, 2))).verified()).isTrue();
  }

  @Test
  void verify_fails_whenCassandraGivesNoAnswerToTheEnd() {
    log.add(order(0, 1, "Ann"));
    outcomes.refuse(Integer.MAX_VALUE);

    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> verify(receipt(orders(0, 0, 0, 1))))
        .withMessageContaining("no answer about orders-0@0 (IllegalStateException: busy)");
    assertThat(log.isClosed()).isTrue();
  }

  private void assertWrongUsage(Receipt receipt, String said) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> verify(receipt))
        .withMessageContaining(said);
  }

  private VerificationReport verify(Receipt receipt) throws Exception {
    return verification.verify(receipt, TIMEOUT, told::add);
  }

  private static OffsetRange orders(int partition, long first, long last, long records) {
    return new OffsetRange(ORDERS, partition, first, last, records);
  }
}
