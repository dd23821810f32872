package io.tributary.verifier.cursor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.cursor.StoredCursor;
import io.tributary.model.definition.Incremental;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.receipt.CursorRange;
import io.tributary.runtime.command.CommandFailedException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PipelineCursorTest {
  private static final Incremental READ = versions();

  private final MemoryStore store = new MemoryStore();
  private final PipelineCursor cursor =
      new PipelineCursor(READ, store, InstantSource.fixed(Instant.EPOCH));

  @Test
  void move_movesForward_andSaysSo() throws Exception {
    assertThat(cursor.move("run-1", range(10, 20)))
        .isEqualTo("the cursor moved from the start, 10 to 20");
    assertThat(cursor.move("run-2", range(20, 30))).isEqualTo("the cursor moved from 20 to 30");

    StoredCursor now = cursor.stored().orElseThrow();
    assertThat(now.runId()).contains("run-2");
    assertThat(now.former()).contains("20");
    assertThat(now.formerRunId()).contains("run-1");
  }

  @Test
  void move_leavesTheCursor_whenAnOlderRunIsVerifiedLate() throws Exception {
    cursor.move("run-2", range(10, 30));

    assertThat(cursor.move("run-1", range(10, 20)))
        .isEqualTo("the cursor stays at 30: the run ended at 20");
    assertThat(cursor.stored().orElseThrow().runId()).contains("run-2");
  }

  @Test
  void move_leavesNoGap() throws Exception {
    assertThat(cursor.move("run-2", range(20, 30)))
        .isEqualTo(
            "the cursor stays at the start, 10: the run began at 20, and what is before that would"
                + " be left out");
    assertThat(cursor.stored()).isEmpty();
  }

  /** Between reading the cursor and writing it, another one verified a newer run. */
  @Test
  void move_decidesAgain_whenAnotherOneMovedTheCursorMeanwhile() throws Exception {
    cursor.move("run-1", range(10, 20));
    store.inBetween = () -> store.force(stored(40));

    assertThat(cursor.move("run-2", range(20, 30)))
        .isEqualTo("the cursor stays at 40: the run ended at 30");
    assertThat(cursor.stored().orElseThrow().position()).isEqualTo("40");
  }

  @Test
  void set_goesAnywhere_andResetToTheStart() throws Exception {
    cursor.move("run-1", range(10, 20));

    assertThat(cursor.set("5").runId()).isEmpty();
    assertThat(cursor.stored().orElseThrow().former()).contains("20");
    assertThat(cursor.reset()).isTrue();
    assertThat(cursor.reset()).isFalse();
    assertThat(cursor.stored()).isEmpty();
    assertThatThrownBy(() -> cursor.set("soon")).hasMessage("'soon' is not a whole number");
  }

  private static CursorRange range(long from, long to) {
    return new CursorRange("version", Long.toString(from), Optional.of(Long.toString(to)), true, 1);
  }

  private static StoredCursor stored(long position) {
    return StoredCursor.first(READ, position, Instant.EPOCH, Optional.of("other"));
  }

  private static Incremental versions() {
    String definition =
        """
        name: versions
        source:
          url: http://shop.example/versions
          records: /items
          incremental: {field: version, start: 10, parameter: since}
        event:
          key: id
          fields:
            - {name: id, type: text, from: /id, required: true}
            - {name: version, type: bigint, from: /version, required: true}
        topic: {name: versions}
        table: {keyspace: shop, name: versions}
        """;
    try {
      return Pipeline.parse(Path.of("versions.yaml"), definition.getBytes(UTF_8))
          .source()
          .incremental()
          .orElseThrow();
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** Replaces as Cassandra does: only what is as it was seen. */
  private static final class MemoryStore implements CursorStore {
    private Optional<StoredCursor> kept = Optional.empty();
    private Runnable inBetween = () -> {};

    void force(StoredCursor cursor) {
      kept = Optional.of(cursor);
    }

    @Override
    public Optional<StoredCursor> read() {
      return kept;
    }

    @Override
    public boolean replace(Optional<StoredCursor> seen, StoredCursor cursor)
        throws CommandFailedException {
      Runnable meanwhile = inBetween;
      inBetween = () -> {};
      meanwhile.run();
      boolean isAsSeen = seen.map(StoredCursor::position).equals(kept.map(StoredCursor::position));
      kept = isAsSeen ? Optional.of(cursor) : kept;
      return isAsSeen;
    }

    @Override
    public boolean remove() {
      boolean was = kept.isPresent();
      kept = Optional.empty();
      return was;
    }
  }
}
