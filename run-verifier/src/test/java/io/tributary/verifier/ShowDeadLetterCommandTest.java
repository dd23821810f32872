package io.tributary.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.deadletter.DeadLetter;
import io.tributary.model.deadletter.RecordCopy;
import io.tributary.model.event.RecordPosition;
import io.tributary.verifier.deadletter.DeadLetterWithRecord;
import io.tributary.verifier.deadletter.LetterVersion;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShowDeadLetterCommandTest {
  @Test
  void print_showsTheWholeLetter_safeForATerminal() {
    DeadLetter letter =
        new DeadLetter(
            new RecordPosition("orders", 0, 17),
            "MALFORMED_JSON",
            null,
            "it ends too soon",
            Instant.parse("2026-03-01T12:00:00Z"),
            "run-1",
            new RecordPosition("orders", 0, 3),
            "open",
            null,
            null,
            0);
    StringWriter printed = new StringWriter();

    ShowDeadLetterCommand.print(
        new DeadLetterWithRecord(
            letter,
            new LetterVersion(LocalDate.parse("2026-03-01"), 0, Optional.empty()),
            new RecordCopy(
                null,
                bytes("{\"name\": \"Zoë\u001b[2J"),
                Map.of(
                    "run_id", bytes("run-1"), "odd\n", ByteBuffer.wrap(new byte[] {(byte) 0xff})),
                true)),
        new PrintWriter(printed));

    assertThat(printed.toString().lines())
        .containsExactly(
            "place                  orders-0@17",
            "reason                 MALFORMED_JSON",
            "field                  -",
            "detail                 it ends too soon",
            "record time            2026-03-01T12:00:00Z",
            "run                    run-1",
            "replay of              orders-0@3",
            "state                  open",
            "changed                -",
            "note                   -",
            "tries                  0",
            "complete               yes",
            "header odd\\u{a}        0xff (1 bytes)",
            "header run_id          run-1",
            "key                    -",
            "value                  {\"name\": \"Zoë\\u{1b}[2J");
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
