package io.tributary.verifier.replay;

import static io.tributary.verifier.replay.FakeStack.DELETING;
import static io.tributary.verifier.replay.FakeStack.NOON;
import static io.tributary.verifier.replay.FakeStack.ORDERS;
import static io.tributary.verifier.replay.FakeStack.PIPELINE;
import static io.tributary.verifier.replay.FakeStack.REJECTED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.deadletter.DeadLetter;
import io.tributary.model.deadletter.RecordCopy;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.refusal.Reason;
import io.tributary.runtime.registry.RegistryConnection;
import io.tributary.verifier.deadletter.DeadLetterWithRecord;
import io.tributary.verifier.deadletter.Selection;
import io.tributary.verifier.lookup.StoredRow;
import io.tributary.verifier.registry.TopicSchemas;
import io.tributary.verifier.replay.ReplayReport.Share;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplayTest {
  private static final String GOOD = "{\"id\":%d,\"buyer\":\"Ann\"}";
  private static final Selection ALL = Selection.ALL;

  private final FakeStack stack = new FakeStack();
  private final List<ReplayProgress> told = new ArrayList<>();
  private String by = "";

  private ReplayReport replay() throws Exception {
    return replay(ALL, false);
  }

  private ReplayReport replay(Selection selection, boolean dryRun) throws Exception {
    return replay(PIPELINE, selection, dryRun);
  }

  private ReplayReport replay(Pipeline pipeline, Selection selection, boolean dryRun)
      throws Exception {
    return new Replay(
            pipeline,
            new TopicSchemas(
                pipeline, RegistryConnection.folder(Path.of("none")), Duration.ofSeconds(1)),
            stack,
            stack,
            stack,
            stack,
            stack.ticker,
            Duration.ofSeconds(30),
            by,
            dryRun,
            told::add)
        .of(selection);
  }

  @Test
  void replay_publishesTheEventAgain_withItsKeyTimeAndHeaders() throws Exception {
    stack.add(17, "WRONG_TYPE", "1", String.format(Locale.ROOT, GOOD, 1));

    ReplayReport report = replay();

    assertThat(report.json())
        .isEqualTo("{\"asked\":1,\"replayed\":1,\"failed_again\":0,\"verified\":1,\"missing\":0}");
    assertThat(report.why()).isEmpty();
    Original event = stack.published.get(0);
    assertThat(event.key()).isEqualTo(FakeStack.bytes("1"));
    assertThat(event.value()).isEqualTo(FakeStack.bytes(String.format(Locale.ROOT, GOOD, 1)));
    assertThat(event.time()).isEqualTo(NOON);
    assertThat(text(event, "run_id")).isEqualTo("run-1");
    assertThat(text(event, "dead_letter")).isEqualTo("orders-0@17");
    assertThat(stack.letter(17).state()).isEqualTo("replayed");
    assertThat(stack.letter(17).tries()).isEqualTo(1);
    assertThat(stack.letter(17).stateNote()).isEqualTo("published again at orders-1@5001");
  }

  @Test
  void replay_mapsARejectedRecord_byTodaysMapping() throws Exception {
    RecordPosition position = new RecordPosition(REJECTED, 0, 3);
    stack.add(
        position,
        NOON,
        "MISSING_FIELD",
        null,
        "{\"id\":7,\"person\":{\"name\":\"Bob\"}}",
        Map.of("run_id", "run-1", "reason", "MISSING_FIELD", "detail", "d", "field", "buyer"));

    assertThat(replay().verified()).isEqualTo(1);

    Original event = stack.published.get(0);
    assertThat(event.key()).isEqualTo(FakeStack.bytes("7"));
    assertThat(event.value()).isEqualTo(FakeStack.bytes("{\"id\":7,\"buyer\":\"Bob\"}"));
    assertThat(event.headers()).containsOnlyKeys("run_id", "dead_letter", "original_time");
    assertThat(text(event, "original_time")).isEqualTo(Long.toString(NOON));
    assertThat(text(event, "dead_letter")).isEqualTo("orders.rejected-0@3");
    assertThat(stack.letter(position).state()).isEqualTo("replayed");
  }

  @Test
  void replay_publishesNothing_whenTheLetterFailsAgain() throws Exception {
    stack.add(17, "WRONG_TYPE", "1", "{\"id\":\"x\",\"buyer\":\"Ann\"}");

    ReplayReport first = replay();
    replay();

    assertThat(first.failedAgain()).isEqualTo(1);
    assertThat(first.why()).as("a letter that stays one is no failure").isEmpty();
    assertThat(stack.published).isEmpty();
    assertThat(stack.letters).hasSize(1);
    DeadLetter letter = stack.letter(17);
    assertThat(letter.state()).isEqualTo("open");
    assertThat(letter.tries()).isEqualTo(2);
    assertThat(letter.stateNote()).startsWith("failed again: WRONG_TYPE (id): ");
    assertThat(letter.reason()).isEqualTo("WRONG_TYPE");
  }

  @Test
  void replay_changesNothing_whenItIsDoneAgain() throws Exception {
    stack.add(17, "WRONG_TYPE", "1", String.format(Locale.ROOT, GOOD, 1));
    replay();
    Map<ByteBuffer, StoredRow> rows = Map.copyOf(stack.rows);

    ReplayReport second = replay();

    assertThat(second.asked()).isZero();
    assertThat(stack.published).hasSize(1);
    assertThat(stack.changes).hasSize(1);
    assertThat(stack.rows).isEqualTo(rows);
  }

  @Test
  void replay_countsANewerRow_asVerified() throws Exception {
    stack.add(17, "WRONG_TYPE", "1", String.format(Locale.ROOT, GOOD, 1));
    stack
        .send(
            new Original(
                FakeStack.bytes("1"),
                FakeStack.bytes("{\"id\":1,\"buyer\":\"Zoë\"}"),
                NOON + 5,
                Map.of()))
        .join();

    assertThat(replay().verified()).isEqualTo(1);

    assertThat(stack.letter(17).stateNote()).contains("a newer record has written the row");
  }

  @Test
  void replay_deletesTheRow_ofALetterThatDeletes() throws Exception {
    stack.add(1, "WRONG_TYPE", "1", String.format(Locale.ROOT, GOOD, 1));
    stack.add(2, "WRONG_TYPE", "2", String.format(Locale.ROOT, GOOD, 2));
    replay(DELETING, ALL, false);
    assertThat(stack.rows).hasSize(2);
    stack.add(3, "CHECK_FAILED", "1", "{\"id\":1,\"_deleted\":true}");
    stack.add(
        new RecordPosition(ORDERS, 0, 4), NOON, "EMPTY_VALUE", "2", null, Map.of("run_id", "r"));

    ReplayReport report = replay(DELETING, ALL, false);

    assertThat(report.json())
        .isEqualTo("{\"asked\":2,\"replayed\":2,\"failed_again\":0,\"verified\":2,\"missing\":0}");
    assertThat(stack.rows).isEmpty();
    assertThat(stack.published.get(2).value())
        .isEqualTo(FakeStack.bytes("{\"id\":1,\"_deleted\":true}"));
    assertThat(stack.published.get(3).value()).isNull();
    assertThat(stack.letter(3).state()).isEqualTo("replayed");
    assertThat(stack.letter(3).stateNote())
        .isEqualTo("published again at orders-1@5003; its row is deleted");
  }

  @Test
  void replay_isNotVerified_whileTheRowThatALetterDeletesIsThere() throws Exception {
    stack.add(1, "WRONG_TYPE", "1", String.format(Locale.ROOT, GOOD, 1));
    replay(DELETING, ALL, false);
    stack.add(3, "CHECK_FAILED", "1", "{\"id\":1,\"_deleted\":true}");
    stack.consumerRuns = false;

    assertThat(replay(DELETING, ALL, false).missing()).isEqualTo(1);

    assertThat(stack.letter(3).state()).isEqualTo("open");
    assertThat(stack.letter(3).stateNote()).endsWith("but its row is still there");
  }

  @Test
  void replay_saysWhatToDo_whenALaterRecordMayHaveDeletedTheRow() throws Exception {
    stack.add(1, "WRONG_TYPE", "1", String.format(Locale.ROOT, GOOD, 1));
    stack.consumerRuns = false;

    assertThat(replay(DELETING, ALL, false).missing()).isEqualTo(1);

    assertThat(stack.letter(1).stateNote())
        .isEqualTo(
            "published again at orders-1@5001, but not in the table; if a newer record has deleted"
                + " the row, discard this letter");
  }

  @Test
  void replay_isNotVerified_whenARowHasOtherValues() throws Exception {
    stack.add(17, "WRONG_TYPE", "1", String.format(Locale.ROOT, GOOD, 1));
    stack
        .send(
            new Original(
                FakeStack.bytes("1"),
                FakeStack.bytes(String.format(Locale.ROOT, GOOD, 1)),
                NOON,
                Map.of()))
        .join();
    StoredRow there = stack.rows.values().iterator().next();
    StoredRow other =
        new StoredRow(
            new ByteBuffer[] {there.values()[0], ByteBuffer.wrap(FakeStack.bytes("Eve"))},
            there.writeTime() + 1);
    stack.rows.put(Objects.requireNonNull(there.values()[0]), other);
    stack.consumerRuns = false;

    assertThat(replay().missing()).isEqualTo(1);
    assertThat(stack.letter(17).stateNote()).endsWith("the row has other values");
  }

  @Test
  void replay_isNotVerified_whenNoRowComes() throws Exception {
    stack.consumerRuns = false;
    for (int i = 0; i < 12_000; i++) {
      stack.add(
          i, "WRONG_TYPE", Integer.toString(i + 100), String.format(Locale.ROOT, GOOD, i + 100));
    }

    ReplayReport report = replay();

    assertThat(report.verified()).isZero();
    assertThat(report.missing()).isEqualTo(report.replayed()).isLessThan(6_000);
    assertThat(report.why().orElseThrow())
        .contains("nothing that was published became a row within 30 s", "see that the consumer");
    assertThat(stack.letter(0).state()).isEqualTo("open");
    assertThat(stack.letter(0).tries()).isEqualTo(1);
    assertThat(stack.letter(0).stateNote())
        .isEqualTo("published again at orders-1@5001, but not in the table");
  }

  @Test
  void replay_holdsFewLetters_whenThereAreMany() throws Exception {
    for (int i = 0; i < 20_000; i++) {
      stack.add(
          i, "WRONG_TYPE", Integer.toString(i + 100), String.format(Locale.ROOT, GOOD, i + 100));
    }

    assertThat(replay().verified()).isEqualTo(20_000);
    assertThat(stack.mostAhead).isLessThan(10_000);
  }

  @Test
  void dryRun_tellsHowManyWouldPass_andTouchesNothing() throws Exception {
    stack.add(1, "WRONG_TYPE", "1", String.format(Locale.ROOT, GOOD, 1));
    stack.add(2, "WRONG_TYPE", "2", "{\"id\":2}");
    stack.add(3, "KEY_MISMATCH", "4", String.format(Locale.ROOT, GOOD, 3));

    ReplayReport report = replay(ALL, true);

    assertThat(report.json())
        .isEqualTo(
            "{\"asked\":3,\"dry_run\":true,\"would_pass\":1,\"would_fail\":2,\"reasons\":{"
                + "\"KEY_MISMATCH\":{\"asked\":1,\"would_pass\":0},"
                + "\"WRONG_TYPE\":{\"asked\":2,\"would_pass\":1}}}");
    assertThat(report.reasons()).containsEntry("WRONG_TYPE", new Share(2, 1));
    assertThat(report.text())
        .contains("! orders-0@2: MISSING_FIELD (buyer)")
        .endsWith("3 letters asked, 1 would pass, 2 would fail again");
    assertThat(stack.published).isEmpty();
    assertThat(stack.changes).isEmpty();
  }

  @Test
  void replay_notesWhoDidIt() throws Exception {
    stack.add(1, "WRONG_TYPE", "1", String.format(Locale.ROOT, GOOD, 1));
    stack.add(2, "WRONG_TYPE", "2", "{\"id\":\"two\",\"buyer\":\"Ann\"}");
    by = "Sunniva";

    replay();

    assertThat(stack.letter(1).stateNote())
        .isEqualTo("published again at orders-1@5001; replay by Sunniva");
    assertThat(stack.letter(2).stateNote()).startsWith("failed again: ").endsWith("by Sunniva");
  }

  @Test
  void replay_asksOnlyTheSelection() throws Exception {
    stack.add(1, "WRONG_TYPE", "1", String.format(Locale.ROOT, GOOD, 1));
    stack.add(2, "KEY_MISMATCH", "2", String.format(Locale.ROOT, GOOD, 2));

    ReplayReport report =
        replay(
            new Selection(
                Optional.of(Reason.KEY_MISMATCH),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false),
            false);

    assertThat(report.asked()).isEqualTo(1);
    assertThat(stack.letter(1).state()).isEqualTo("open");
  }

  @Test
  void replay_takesALargeRecordFromKafka() throws Exception {
    addLarge(17);
    stack.inKafka.put(
        new RecordPosition(ORDERS, 0, 17),
        new Original(
            FakeStack.bytes("1"),
            FakeStack.bytes(String.format(Locale.ROOT, GOOD, 1)),
            NOON,
            Map.of("run_id", FakeStack.bytes("run-9"))));

    assertThat(replay().verified()).isEqualTo(1);
    assertThat(text(stack.published.get(0), "run_id")).isEqualTo("run-9");
  }

  @Test
  void replay_failsAgain_whenKafkaNoLongerHasALargeRecord() throws Exception {
    addLarge(17);

    assertThat(replay().failedAgain()).isEqualTo(1);
    assertThat(stack.letter(17).stateNote()).contains("Kafka no longer has the original");
  }

  @Test
  void replay_failsAgain_whileTheRecordsTimeIsAhead() throws Exception {
    long ahead = Instant.now().plusSeconds(3_600).toEpochMilli();
    stack.add(
        new RecordPosition(ORDERS, 0, 17),
        ahead,
        "FUTURE_TIME",
        "1",
        String.format(Locale.ROOT, GOOD, 1),
        Map.of());

    assertThat(replay().failedAgain()).isEqualTo(1);
    assertThat(stack.letter(17).stateNote()).contains("FUTURE_TIME: the record's time");
    assertThat(stack.published).isEmpty();
  }

  @Test
  void replay_failsAgain_whenKafkaRefusesTheRecord() throws Exception {
    stack.add(17, "WRONG_TYPE", "13", String.format(Locale.ROOT, GOOD, 13));

    ReplayReport report = replay();

    assertThat(report.failedAgain()).isEqualTo(1);
    assertThat(report.replayed()).isZero();
    assertThat(stack.letter(17).stateNote()).isEqualTo("failed again: Kafka refuses it");
  }

  @Test
  void replay_failsAgain_ratherThanPublishAnEmptyValue_whateverTheDetailSays() throws Exception {
    addIncomplete(17, "too large", null);
    addIncomplete(18, "too large; the whole record is in Kafka at orders-1@5", null);
    addIncomplete(
        19,
        "its headers are too large",
        ByteBuffer.wrap(FakeStack.bytes(String.format(Locale.ROOT, GOOD, 1))));

    assertThat(replay().failedAgain()).isEqualTo(3);
    assertThat(stack.published).isEmpty();
    assertThat(stack.letter(17).stateNote()).contains("Kafka no longer has the original");
  }

  @Test
  void replay_saysSo_whenTheConsumerRefusesTheRecord_andLeavesOneLetterOpen() throws Exception {
    stack.add(17, "WRONG_TYPE", "1", String.format(Locale.ROOT, GOOD, 1));
    stack.consumerRefuses = true;

    ReplayReport report = replay();

    assertThat(report.missing()).isEqualTo(1);
    assertThat(report.why().orElseThrow()).contains("see that the consumer runs with today's");
    assertThat(stack.letter(17).state()).isEqualTo("open");
    assertThat(stack.letter(17).tries()).isEqualTo(1);
    assertThat(stack.letter(17).stateNote())
        .isEqualTo("published again at orders-1@5001, which the consumer refused");
    DeadLetter refused = stack.letter(new RecordPosition(ORDERS, 1, 5_001));
    assertThat(refused.state()).isEqualTo("discarded");
    assertThat(refused.stateNote()).isEqualTo("replays orders-0@17, which is still open");
    assertThat(stack.ticker.slept()).as("it waits for no row").isZero();
  }

  /** A letter whose value was left out for its size. */
  private void addLarge(long offset) {
    addIncomplete(offset, "too large", null);
  }

  private void addIncomplete(long offset, String detail, @Nullable ByteBuffer value) {
    stack.add(offset, "TOO_LARGE", "1", "left out");
    DeadLetterWithRecord whole =
        Objects.requireNonNull(stack.letters.get(new RecordPosition(ORDERS, 0, offset)));
    DeadLetter letter = whole.letter();
    stack.put(
        new DeadLetterWithRecord(
            new DeadLetter(
                letter.position(),
                letter.reason(),
                null,
                detail,
                letter.recordTime(),
                letter.runId(),
                null,
                letter.state(),
                null,
                null,
                0),
            whole.version(),
            new RecordCopy(whole.copy().key(), value, whole.copy().headers(), false)));
  }

  private static String text(Original event, String header) {
    return new String(Objects.requireNonNull(event.headers().get(header)), UTF_8);
  }
}
