package io.tributary.verifier.cursor;

import io.tributary.model.cursor.CursorMove;
import io.tributary.model.cursor.StoredCursor;
import io.tributary.model.definition.Incremental;
import io.tributary.model.receipt.CursorRange;
import io.tributary.runtime.command.CommandFailedException;
import java.time.InstantSource;
import java.util.Optional;

/** The cursor of one pipeline with an incremental source. */
public final class PipelineCursor {
  private static final int MOST_TRIES = 20;

  private final Incremental read;
  private final CursorStore store;
  private final InstantSource clock;

  public PipelineCursor(Incremental read, CursorStore store, InstantSource clock) {
    this.read = read;
    this.store = store;
    this.clock = clock;
  }

  /** The cursor; none before the first run. */
  public Optional<StoredCursor> stored() throws CommandFailedException {
    return store.read();
  }

  /**
   * Moves the cursor to where a verified run has read to, unless that would move it back or leave a
   * gap.
   *
   * @param range from the run's receipt
   * @return where the cursor is now, and why, as a sentence
   */
  public String move(String runId, CursorRange range) throws CommandFailedException {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      Optional<StoredCursor> seen = store.read();
      CursorMove move = decide(seen, range);
      if (move.to().isEmpty()) {
        return "the cursor stays at %s: %s".formatted(shown(seen), move.why().orElseThrow());
      }
      StoredCursor next = next(seen, move.to().get(), Optional.of(runId));
      if (store.replace(seen, next)) {
        return "the cursor moved from %s to %s".formatted(shown(seen), next.position());
      }
    }
    throw new CommandFailedException(
        "others move the cursor all the time, so it was not moved: see which runs are verified at the same time, then verify this one again");
  }

  /**
   * Sets the cursor, wherever it is.
   *
   * @throws IllegalArgumentException when the text is no value of the field
   */
  public StoredCursor set(String position) throws CommandFailedException {
    long to = read.scale().parse(position);
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      Optional<StoredCursor> seen = store.read();
      StoredCursor next = next(seen, to, Optional.empty());
      if (store.replace(seen, next)) {
        return next;
      }
    }
    throw new CommandFailedException("others move the cursor all the time, so it was not set");
  }

  /** Removes the cursor, so that the next run begins at the definition's start. */
  public boolean reset() throws CommandFailedException {
    return store.remove();
  }

  private CursorMove decide(Optional<StoredCursor> seen, CursorRange range)
      throws CommandFailedException {
    try {
      return CursorMove.of(read, seen, range);
    } catch (IllegalArgumentException otherDefinition) {
      throw new CommandFailedException(
          String.valueOf(otherDefinition.getMessage()), otherDefinition);
    }
  }

  private StoredCursor next(Optional<StoredCursor> seen, long to, Optional<String> runId) {
    return seen.map(cursor -> cursor.movedTo(read, to, clock.instant(), runId))
        .orElseGet(() -> StoredCursor.first(read, to, clock.instant(), runId));
  }

  private String shown(Optional<StoredCursor> cursor) {
    return cursor
        .map(StoredCursor::position)
        .orElseGet(() -> "the start, " + read.scale().text(read.start()));
  }
}
