package io.tributary.model.cursor;

import io.tributary.model.definition.Incremental;
import io.tributary.model.receipt.CursorRange;
import java.util.Optional;

/**
 * Whether a verified run moves the cursor. It only moves forward, and over no gap: a run that began
 * behind the cursor would leave out what is between.
 *
 * @param to where to; none when it stays
 * @param why it stays, as a clause; none when it moves
 */
public record CursorMove(Optional<Long> to, Optional<String> why) {

  /**
   * Decides about a verified run.
   *
   * @param stored where the cursor is; none before the first run
   * @throws IllegalArgumentException when the cursor, or the receipt, is not of this definition
   */
  public static CursorMove of(Incremental read, Optional<StoredCursor> stored, CursorRange range) {
    if (!range.moves() || range.to().isEmpty()) {
      return stays("the run does not move it");
    }
    if (!range.field().equals(read.field())) {
      throw new IllegalArgumentException(
          "the run was read by field '%s', but source.incremental names '%s'"
              .formatted(range.field(), read.field()));
    }
    long current = stored.map(cursor -> cursor.position(read)).orElse(read.start());
    long from = read.scale().parse(range.from());
    long to = read.scale().parse(range.to().get());
    if (from > current) {
      return stays(
          "the run began at %s, and what is before that would be left out".formatted(range.from()));
    }
    return to > current
        ? new CursorMove(Optional.of(to), Optional.empty())
        : stays("the run ended at %s".formatted(range.to().get()));
  }

  private static CursorMove stays(String why) {
    return new CursorMove(Optional.empty(), Optional.of(why));
  }
}
