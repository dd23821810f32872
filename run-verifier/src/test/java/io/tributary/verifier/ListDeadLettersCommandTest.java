package io.tributary.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tributary.model.deadletter.DeadLetter;
import io.tributary.model.event.RecordPosition;
import io.tributary.runtime.command.UsageException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListDeadLettersCommandTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "2h, 2026-03-01T10:00:00Z",
    "2026-02-28, 2026-02-28T00:00:00Z",
    "2026-02-28T23:59:59.5Z, 2026-02-28T23:59:59.5Z"
  })
  void since_isATime_howeverItIsWritten(String text, Instant expected) throws Exception {
    assertThat(SelectionOptions.since(text, NOW)).contains(expected);
  }

  @Test
  void since_isNothing_whenNotGiven() throws Exception {
    assertThat(SelectionOptions.since(null, NOW)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "2026-02-30", "2026-02-28T25:00:00Z", "-2h"})
  void since_isWrongUsage_whenItIsNoTime(String text) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> SelectionOptions.since(text, NOW))
        .withMessageContaining("expected 2h, 2026-01-31");
  }

  @Test
  void line_escapesControlCharacters() {
    assertThat(ListDeadLettersCommand.line(letter("buyer", "run\u001b[31m")))
        .isEqualTo(
            "orders-0@17  2026-03-01T12:00:00Z  WRONG_TYPE (buyer)  open"
                + "  run run\\u{1b}[31m  no text");
  }

  @Test
  void line_saysUnknown_whenTheRecordNamesNoRun() {
    assertThat(ListDeadLettersCommand.line(letter(null, null)))
        .isEqualTo("orders-0@17  2026-03-01T12:00:00Z  WRONG_TYPE  open  run unknown  no text");
  }

  private static DeadLetter letter(@Nullable String field, @Nullable String run) {
    return new DeadLetter(
        new RecordPosition("orders", 0, 17),
        "WRONG_TYPE",
        field,
        "no text",
        NOW,
        run,
        null,
        "open",
        null,
        null,
        0);
  }
}
