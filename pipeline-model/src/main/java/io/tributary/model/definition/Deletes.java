package io.tributary.model.definition;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.List;
import java.util.Optional;

/**
 * Which records delete their row instead of writing it.
 *
 * @param when what a source record has that says so; none where no source record does
 * @param tombstones whether a record of the topic that has a key and no value deletes the row of
 *     that key
 */
public record Deletes(Optional<When> when, boolean tombstones) {

  /** No record deletes anything. */
  public static final Deletes NONE = new Deletes(Optional.empty(), false);

  /** The member of an event that says by {@code true} that it deletes its row. */
  public static final String MEMBER = "_deleted";

  /**
   * What a source record has that deletes its row.
   *
   * @param at the place that says so
   * @param is the texts, numbers or truth values there that do, as they are written; empty where
   *     any value does but {@code null}, {@code false}, {@code 0} and an empty text
   */
  public record When(JsonPointer at, List<String> is) {

    public When {
      is = List.copyOf(is);
    }
  }

  /** Whether any record can delete a row. */
  public boolean any() {
    return when.isPresent() || tombstones;
  }
}
