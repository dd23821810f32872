package io.tributary.model.receipt;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a run's published records hold.
 *
 * @param distinctKeys how many rows they are for; two records of one key overwrite each other
 * @param exact whether {@code distinctKeys} was counted; it is an estimate when there are more than
 *     a million
 * @param values how many records have a value, by the name of the column, in the definition's order
 * @param replaced how many values of the source {@code on-error} replaced, by column; without
 *     columns that have none
 * @param unlikelyTimes how many numbers were taken for times of January 1970, by column; likewise
 * @param deleted how many records delete their row; the other components are about the rest
 */
public record Contents(
    long distinctKeys,
    boolean exact,
    Map<String, Long> values,
    Map<String, Long> replaced,
    Map<String, Long> unlikelyTimes,
    long deleted) {

  public Contents {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    replaced = Collections.unmodifiableMap(new LinkedHashMap<>(replaced));
    unlikelyTimes = Collections.unmodifiableMap(new LinkedHashMap<>(unlikelyTimes));
  }

  /** As far as the records themselves tell. */
  public Contents(long distinctKeys, boolean exact, Map<String, Long> values) {
    this(distinctKeys, exact, values, Map.of(), Map.of());
  }

  /** Of records that all write a row. */
  public Contents(
      long distinctKeys,
      boolean exact,
      Map<String, Long> values,
      Map<String, Long> replaced,
      Map<String, Long> unlikelyTimes) {
    this(distinctKeys, exact, values, replaced, unlikelyTimes, 0);
  }

  /** The same with what only the mapping of the records could see. */
  public Contents withMappingOf(Optional<Contents> mapped) {
    return mapped
        .map(
            seen ->
                new Contents(
                    distinctKeys, exact, values, seen.replaced(), seen.unlikelyTimes(), deleted))
        .orElse(this);
  }
}
