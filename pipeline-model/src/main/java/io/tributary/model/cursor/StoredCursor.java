package io.tributary.model.cursor;

import io.tributary.model.definition.Incremental;
import java.time.Instant;
import java.util.Optional;

/**
 * A pipeline's cursor as it is kept.
 *
 * @param field whose values it is about
 * @param position as the definition's scale writes it
 * @param moved when
 * @param runId of the run that moved it; none when a person did
 * @param former where it was before; none for the first
 * @param formerRunId of the run that had moved it there
 */
public record StoredCursor(
    String field,
    String position,
    Instant moved,
    Optional<String> runId,
    Optional<String> former,
    Optional<String> formerRunId) {

  /** The first cursor of a pipeline. */
  public static StoredCursor first(
      Incremental read, long position, Instant now, Optional<String> runId) {
    return new StoredCursor(
        read.field(), read.scale().text(position), now, runId, Optional.empty(), Optional.empty());
  }

  /** The cursor after it was moved from here. */
  public StoredCursor movedTo(Incremental read, long other, Instant now, Optional<String> byRun) {
    return new StoredCursor(
        read.field(), read.scale().text(other), now, byRun, Optional.of(position), runId);
  }

  /**
   * The position on the definition's scale.
   *
   * @throws IllegalArgumentException when it is about another field, or of another type; the
   *     message says so, and what to do
   */
  public long position(Incremental read) {
    if (!field.equals(read.field())) {
      throw new IllegalArgumentException(
          "the cursor is a value of field '%s' (%s), but source.incremental names '%s': %s"
              .formatted(field, position, read.field(), REMEDY));
    }
    try {
      return read.scale().parse(position);
    } catch (IllegalArgumentException otherType) {
      throw new IllegalArgumentException(
          "the cursor %s is no value of field '%s': %s".formatted(position, field, REMEDY),
          otherType);
    }
  }

  private static final String REMEDY = "set it with cursor set, or begin again with cursor reset";
}
