package io.tributary.verifier.cursor;

import io.tributary.model.cursor.StoredCursor;
import io.tributary.runtime.command.CommandFailedException;
import java.util.Optional;

/**
 * Where the cursor of one pipeline is kept. Each change is made only where nothing else came first.
 */
public interface CursorStore {

  /** The cursor; none before the first run. */
  Optional<StoredCursor> read() throws CommandFailedException;

  /**
   * Writes {@code cursor} if the cursor is still what was {@code seen}.
   *
   * @param seen none where there was no cursor
   * @return whether it was written; if not, read again and decide again
   */
  boolean replace(Optional<StoredCursor> seen, StoredCursor cursor) throws CommandFailedException;

  /** Removes the cursor, and returns whether there was one. */
  boolean remove() throws CommandFailedException;
}
