package io.tributary.console.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.deadletter.DeadLetter;
import io.tributary.model.deadletter.RecordCopy;
import io.tributary.model.event.RecordPosition;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.verifier.deadletter.DeadLetterStore;
import io.tributary.verifier.deadletter.DeadLetterWithRecord;
import io.tributary.verifier.deadletter.LetterVersion;
import io.tributary.verifier.deadletter.Selection;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Dead letters in memory. */
final class FakeLetters implements DeadLetterStore {
  static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  private final Map<RecordPosition, DeadLetterWithRecord> letters = new LinkedHashMap<>();
  private int handedOut;

  void add(
      String position,
      String reason,
      @Nullable String field,
      String detail,
      String key,
      String value,
      Map<String, String> headers) {
    Map<String, ByteBuffer> bytes = new HashMap<>();
    headers.forEach((name, text) -> bytes.put(name, buffer(text)));
    put(
        new DeadLetterWithRecord(
            new DeadLetter(
                RecordPosition.parse(position).orElseThrow(),
                reason,
                field,
                detail,
                NOON,
                headers.get("run_id"),
                null,
                DeadLetterCql.OPEN,
                null,
                null,
                0),
            new LetterVersion(LocalDate.parse("2026-06-01"), 0, Optional.empty()),
            new RecordCopy(buffer(key), buffer(value), bytes, true)));
  }

  private void put(DeadLetterWithRecord letter) {
    letters.put(letter.letter().position(), letter);
  }

  private static ByteBuffer buffer(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  DeadLetter letter(String position) {
    return whole(RecordPosition.parse(position).orElseThrow()).letter();
  }

  private DeadLetterWithRecord whole(RecordPosition position) {
    return Objects.requireNonNull(letters.get(position), position::toString);
  }

  /** Letters that were looked at up to now. */
  int handedOut() {
    return handedOut;
  }

  @Override
  public void forEach(Selection selection, Each each)
      throws CommandFailedException, InterruptedException {
    for (DeadLetterWithRecord letter : List.copyOf(letters.values())) {
      if (selection.includes(letter.letter())) {
        handedOut++;
        if (!each.take(letter.letter())) {
          return;
        }
      }
    }
  }

  @Override
  public CompletionStage<Optional<DeadLetterWithRecord>> find(
      RecordPosition position, Instant recordTime) {
    return CompletableFuture.completedStage(Optional.ofNullable(letters.get(position)));
  }

  @Override
  public CompletionStage<?> change(Change change) {
    DeadLetterWithRecord old = whole(change.position());
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
                NOON,
                change.note(),
                change.tries()),
            old.version(),
            old.copy()));
    return CompletableFuture.completedStage(null);
  }
}
