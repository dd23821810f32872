package io.tributary.drills.settle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.drills.load.NumberedEvents;
import io.tributary.drills.truth.Outcome;
import io.tributary.drills.truth.Published;
import io.tributary.drills.truth.PublishedRange;
import io.tributary.drills.truth.RecordPosition;
import io.tributary.drills.truth.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whatever does not fit has to be seen: a drill that cannot fail proves nothing. */
class SettlementTest {
  private static final long TIME = 1_700_000_000_000L;

  private final Truth truth = new Truth();
  private final FakeTables tables = new FakeTables();

  private static final class FakeTables implements Tables {
    private final List<FoundRow> rows = new ArrayList<>();
    private final List<FoundLetter> letters = new ArrayList<>();

    @Override
    public List<FoundRow> rows() {
      return rows;
    }

    @Override
    public void letters(Consumer<FoundLetter> each) {
      letters.forEach(each);
    }
  }

  private static RecordPosition position(long offset) {
    return new RecordPosition("users", 0, offset);
  }

  private static Map<String, String> values(String key, String name) {
    return Map.of("id", key, "first_name", name);
  }

  private void publishedRow(long offset, long time, String key, String name) {
    truth.add(
        new Published(
            position(offset),
            time,
            key.getBytes(UTF_8),
            name.getBytes(UTF_8),
            new Outcome.Row(key, values(key, name))));
  }

  private void publishedBad(long offset, String reason) {
    truth.add(
        new Published(
            position(offset), TIME, null, "bad".getBytes(UTF_8), new Outcome.Letter(reason)));
  }

  private void row(String key, String name, long writeTime) {
    tables.rows.add(new FoundRow(key, values(key, name), Set.of(writeTime)));
  }

  private void letter(long offset, String reason) {
    tables.letters.add(
        new FoundLetter(position(offset), TIME, reason, null, "bad".getBytes(UTF_8)));
  }

  private Account settle() {
    return Settlement.of(
        truth, new TableView("users", List.of("id"), Set.of("id", "first_name")), tables);
  }

  @Test
  void account_settles_whenEachRecordIsWhereItBelongs() {
    publishedRow(1, TIME, "a", "Ada");
    publishedRow(2, TIME + 1, "a", "Ada Lovelace");
    publishedRow(3, TIME, "b", "Bob");
    publishedBad(4, "MALFORMED_JSON");
    row("a", "Ada Lovelace", (TIME + 1) * 1_000 + 2);
    row("b", "Bob", TIME * 1_000 + 3);
    letter(4, "MALFORMED_JSON");
    Account account = settle();
    assertThat(account.settled()).as(account.toString()).isTrue();
    assertThat(account)
        .returns(4, Account::records)
        .returns(2, Account::rows)
        .returns(1, Account::superseded)
        .returns(1, Account::letters);
  }

  private void deleted(long offset, long time, String key) {
    truth.add(
        new Published(
            position(offset),
            time,
            key.getBytes(UTF_8),
            "{}".getBytes(UTF_8),
            new Outcome.Deletion(key, Map.of("id", key))));
  }

  @Test
  void account_settles_whenTheNewestRecordsDelete_andTheirRowsAreGone() {
    publishedRow(1, TIME, "a", "Ada");
    deleted(2, TIME + 1, "a");
    deleted(3, TIME - 5, "b");
    publishedRow(4, TIME, "b", "Bob");
    row("b", "Bob", TIME * 1_000 + 4);

    assertThat(settle())
        .returns(true, Account::settled)
        .returns(1, Account::rows)
        .returns(1, Account::deleted)
        .returns(2, Account::superseded);
  }

  @Test
  void wrong_isSeen_whenADeletedRowIsThere() {
    publishedRow(1, TIME, "a", "Ada");
    deleted(2, TIME + 1, "a");
    row("a", "Ada", TIME * 1_000 + 1);

    assertThat(settle()).returns(1, Account::wrong).returns(false, Account::settled);
  }

  @Test
  void missing_isSeen_whenAnOlderRecordDeletesARow() {
    deleted(1, TIME - 1, "a");
    publishedRow(2, TIME, "a", "Ada");

    assertThat(settle()).returns(1, Account::missing).returns(false, Account::settled);
  }

  @Test
  void and_countsWhatIsWrongInBothTables() {
    publishedRow(1, TIME, "a", "Ada");
    Account first = settle();
    row("a", "Ada", TIME * 1_000 + 1);

    assertThat(settle().and(first))
        .returns(1, Account::rows)
        .returns(1, Account::missing)
        .returns(false, Account::settled);
  }

  @Test
  void missing_isSeen_whenARowIsNotThere() {
    publishedRow(1, TIME, "a", "Ada");
    publishedRow(2, TIME, "b", "Bob");
    row("b", "Bob", TIME * 1_000 + 2);
    assertThat(settle()).returns(1, Account::missing).returns(false, Account::settled);
  }

  @Test
  void missing_isSeen_whenADeadLetterIsNotThere() {
    publishedBad(1, "EMPTY_VALUE");
    assertThat(settle()).returns(1, Account::missing).returns(false, Account::settled);
  }

  @Test
  void missing_isSeen_whenNothingIsThere() {
    for (int i = 0; i < 100; i++) {
      publishedRow(i, TIME, "key" + i, "Ada");
    }
    Account account = settle();
    assertThat(account).returns(100, Account::missing).returns(false, Account::settled);
    assertThat(account.examples()).hasSize(10);
  }

  @Test
  void duplicated_isSeen_whenARecordIsARowAndADeadLetter() {
    publishedRow(1, TIME, "a", "Ada");
    row("a", "Ada", TIME * 1_000 + 1);
    letter(1, "WRONG_TYPE");
    assertThat(settle()).returns(1, Account::duplicated).returns(false, Account::settled);
  }

  @Test
  void duplicated_isSeen_whenADeadLetterIsFiledTwice() {
    publishedBad(1, "EMPTY_VALUE");
    letter(1, "EMPTY_VALUE");
    letter(1, "EMPTY_VALUE");
    assertThat(settle()).returns(1, Account::duplicated).returns(false, Account::settled);
  }

  @Test
  void wrong_isSeen_whenAValueDiffers() {
    publishedRow(1, TIME, "a", "Ada");
    row("a", "Bob", TIME * 1_000 + 1);
    assertThat(settle()).returns(1, Account::wrong).returns(false, Account::settled);
  }

  @Test
  void wrong_isSeen_whenAnOlderRecordWins() {
    publishedRow(1, TIME, "a", "old");
    publishedRow(2, TIME + 1, "a", "new");
    row("a", "old", TIME * 1_000 + 1);
    assertThat(settle()).returns(1, Account::wrong).returns(false, Account::settled);
  }

  @Test
  void wrong_isSeen_whenARowIsMadeOfTwoRecords() {
    publishedRow(1, TIME, "a", "Ada");
    tables.rows.add(
        new FoundRow("a", values("a", "Ada"), Set.of(TIME * 1_000 + 1, TIME * 1_000 + 2)));
    assertThat(settle()).returns(1, Account::wrong).returns(false, Account::settled);
  }

  @Test
  void wrong_isSeen_whenAGoodRecordIsADeadLetterOnly() {
    publishedRow(1, TIME, "a", "Ada");
    letter(1, "WRONG_TYPE");
    assertThat(settle()).returns(1, Account::wrong).returns(false, Account::settled);
  }

  @Test
  void wrong_isSeen_whenADeadLetterHasAnotherReason() {
    publishedBad(1, "EMPTY_VALUE");
    letter(1, "MALFORMED_JSON");
    assertThat(settle()).returns(1, Account::wrong).returns(false, Account::settled);
  }

  @Test
  void wrong_isSeen_whenADeadLetterHasOtherBytes() {
    publishedBad(1, "EMPTY_VALUE");
    tables.letters.add(
        new FoundLetter(position(1), TIME, "EMPTY_VALUE", null, "worse".getBytes(UTF_8)));
    assertThat(settle()).returns(1, Account::wrong).returns(false, Account::settled);
  }

  @Test
  void surplus_isSeen_whenNobodyPublishedARow() {
    row("a", "Ada", TIME * 1_000);
    assertThat(settle()).returns(1, Account::surplus).returns(false, Account::settled);
  }

  @Test
  void surplus_isSeen_whenNobodyPublishedADeadLetter() {
    letter(1, "EMPTY_VALUE");
    assertThat(settle()).returns(1, Account::surplus).returns(false, Account::settled);
  }

  @Test
  void surplus_isSeen_whenABadRecordIsADeadLetterAndARow() {
    publishedBad(1, "EMPTY_VALUE");
    letter(1, "EMPTY_VALUE");
    row("a", "Ada", TIME * 1_000 + 1);
    assertThat(settle()).returns(1, Account::surplus).returns(false, Account::settled);
  }

  @Test
  void recordThatKafkaDeleted_isToBeNowhere() {
    publishedRow(1, TIME, "a", "Ada");
    publishedBad(2, "EMPTY_VALUE");
    publishedRow(3, TIME, "c", "Cy");
    assertThat(truth.gone(position -> position.offset() < 3)).isEqualTo(2);
    row("c", "Cy", TIME * 1_000 + 3);
    assertThat(settle()).returns(2, Account::gone).returns(true, Account::settled);
    row("a", "Ada", TIME * 1_000 + 1);
    letter(2, "EMPTY_VALUE");
    assertThat(settle())
        .returns(1, Account::surplus)
        .returns(1, Account::wrong)
        .returns(false, Account::settled);
  }

  private void publishedRange(long first, int count) {
    truth.add(
        new PublishedRange(
            "users",
            0,
            first,
            count,
            TIME,
            new NumberedEvents(7),
            new Outcome.Letter("FUTURE_TIME")));
  }

  private void rangeLetter(long offset, int number, String reason) {
    NumberedEvents events = new NumberedEvents(7);
    tables.letters.add(
        new FoundLetter(
            position(offset), TIME, reason, events.key(0, number), events.value(0, number)));
  }

  @Test
  void range_settles_whenEachOfItsRecordsIsALetterOnce() {
    publishedRow(9, TIME, "a", "Ada");
    row("a", "Ada", TIME * 1_000 + 9);
    publishedRange(10, 3);
    rangeLetter(12, 2, "FUTURE_TIME");
    rangeLetter(10, 0, "FUTURE_TIME");
    rangeLetter(11, 1, "FUTURE_TIME");
    assertThat(settle())
        .returns(4, Account::records)
        .returns(3, Account::letters)
        .returns(1, Account::rows)
        .returns(true, Account::settled);
  }

  @Test
  void missing_isSeenInARange_andTheFirstIsNamed() {
    publishedRange(10, 3);
    rangeLetter(10, 0, "FUTURE_TIME");
    Account account = settle();
    assertThat(account).returns(2, Account::missing).returns(1, Account::letters);
    assertThat(account.examples()).singleElement().asString().contains("users-0@11 ");
  }

  @Test
  void duplicated_isSeenInARange() {
    publishedRange(10, 1);
    rangeLetter(10, 0, "FUTURE_TIME");
    rangeLetter(10, 0, "FUTURE_TIME");
    assertThat(settle()).returns(1, Account::duplicated).returns(false, Account::settled);
  }

  @Test
  void wrong_isSeenInARange_whenReasonOrBytesDiffer() {
    publishedRange(10, 2);
    rangeLetter(10, 0, "WRONG_TYPE");
    rangeLetter(11, 0, "FUTURE_TIME");
    assertThat(settle()).returns(2, Account::wrong).returns(0, Account::letters);
  }

  @Test
  void surplus_isSeenBesideARange() {
    publishedRange(10, 1);
    rangeLetter(10, 0, "FUTURE_TIME");
    rangeLetter(11, 1, "FUTURE_TIME");
    row("a", "Ada", TIME * 1_000);
    assertThat(settle()).returns(2, Account::surplus).returns(1, Account::letters);
  }
}
