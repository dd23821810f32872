package io.tributary.verifier.contents;

import io.tributary.model.definition.Field;
import io.tributary.model.receipt.Contents;
import java.util.List;
import java.util.Optional;

/**
 * What the records that were read back hold, as far as they can be rows.
 *
 * @param events how many there are
 * @param superseded how many of them another record of the same run supersedes; 0 where more than
 *     one run was read; about as many when {@code contents} is not exact
 * @param example one of them
 * @param emptyColumns for which none of the records has a value; none where there are few records
 */
public record RunContents(
    long events,
    long superseded,
    Optional<SameKey> example,
    Contents contents,
    List<Field> emptyColumns) {

  public RunContents {
    emptyColumns = List.copyOf(emptyColumns);
  }

  /** The same with what only the mapping of the records could see, as the receipt has it. */
  public RunContents withMappingOf(Optional<Contents> mapped) {
    return new RunContents(
        events, superseded, example, contents.withMappingOf(mapped), emptyColumns);
  }

  /**
   * Two records of a run for one row.
   *
   * @param key made printable
   * @param first where the one is in the source
   * @param second where the other is
   */
  public record SameKey(String key, String first, String second) {

    @Override
    public String toString() {
      return "key %s is at %s and at %s of the source".formatted(key, first, second);
    }
  }
}
