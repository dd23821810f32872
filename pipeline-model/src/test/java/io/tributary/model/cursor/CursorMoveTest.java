package io.tributary.model.cursor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.definition.Incremental;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.receipt.CursorRange;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CursorMoveTest {
  /** Begins at the start of 2024. */
  private static final Incremental READ = changes();

  private static Incremental changes() {
    try {
      return Pipeline.load(Path.of("src/test/resources/pipelines/changes.yaml"))
          .source()
          .incremental()
          .orElseThrow();
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** Days of January 2024; where the cursor is, what a verified run has read, and what follows. */
  @ParameterizedTest
  @CsvSource({
    // the first run
    "  , 1, 5, true,  5, ",
    "  , 1, 1, true,   , the run ended at 2024-01-01",
    "  , 2, 5, true,   , the run began at 2024-01-02",
    // the run after it
    " 5, 5, 7, true,  7, ",
    // the same run once more, verified again
    " 7, 5, 7, true,   , the run ended at 2024-01-07",
    // an older run that is verified late
    " 9, 3, 5, true,   , the run ended at 2024-01-05",
    // a run that began before the cursor and ended behind it
    " 5, 2, 7, true,  7, ",
    // a run that began behind the cursor, as after a cursor that was set back meanwhile
    " 3, 5, 7, true,   , the run began at 2024-01-05",
    // a range, a failed run, a run that did not read to the end
    " 5, 5, 7, false,  , the run does not move it",
    " 5, 5,  , true,   , the run does not move it",
  })
  void of_movesForward_andOverNoGap(
      String cursor, String from, String to, boolean moves, String moved, String why) {
    CursorMove move =
        CursorMove.of(
            READ,
            Optional.ofNullable(cursor).map(CursorMoveTest::stored),
            new CursorRange(
                "updated", day(from), Optional.ofNullable(to).map(CursorMoveTest::day), moves, 1));

    assertThat(move.to().map(READ.scale()::text))
        .isEqualTo(Optional.ofNullable(moved).map(CursorMoveTest::day));
    assertThat(move.why().orElse("")).startsWith(why == null ? "" : why);
    assertThat(move.why().isPresent()).isNotEqualTo(move.to().isPresent());
  }

  @Test
  void of_refuses_whatIsOfAnotherDefinition() {
    CursorRange range = new CursorRange("updated", day("5"), Optional.of(day("7")), true, 1);
    StoredCursor other =
        new StoredCursor(
            "created", "17", Instant.EPOCH, Optional.empty(), Optional.empty(), Optional.empty());
    StoredCursor number =
        new StoredCursor(
            "updated", "17", Instant.EPOCH, Optional.empty(), Optional.empty(), Optional.empty());

    assertThatThrownBy(() -> CursorMove.of(READ, Optional.of(other), range))
        .hasMessage(
            "the cursor is a value of field 'created' (17), but source.incremental names 'updated':"
                + " set it with cursor set, or begin again with cursor reset");
    assertThatThrownBy(() -> CursorMove.of(READ, Optional.of(number), range))
        .hasMessageStartingWith("the cursor 17 is no value of field 'updated'");
    assertThatThrownBy(
            () ->
                CursorMove.of(
                    READ, Optional.empty(), new CursorRange("id", "5", Optional.of("7"), true, 1)))
        .hasMessage("the run was read by field 'id', but source.incremental names 'updated'");
  }

  @Test
  void movedTo_keepsWhereItWasBefore() {
    StoredCursor first =
        StoredCursor.first(
            READ, READ.scale().parse("2024-01-05"), Instant.EPOCH, Optional.of("run-1"));

    StoredCursor second =
        first.movedTo(READ, READ.scale().parse("2024-01-07"), Instant.MAX, Optional.of("run-2"));

    assertThat(second.position()).isEqualTo("2024-01-07T00:00:00Z");
    assertThat(second.runId()).contains("run-2");
    assertThat(second.former()).contains("2024-01-05T00:00:00Z");
    assertThat(second.formerRunId()).contains("run-1");
  }

  private static StoredCursor stored(String dayOfMonth) {
    return StoredCursor.first(
        READ, READ.scale().parse(day(dayOfMonth)), Instant.EPOCH, Optional.of("run-0"));
  }

  private static String day(String ofMonth) {
    return "2024-01-0%sT00:00:00Z".formatted(ofMonth);
  }
}
