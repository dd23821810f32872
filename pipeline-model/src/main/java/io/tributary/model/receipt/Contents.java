package io.tributary.model.receipt;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run's published records hold.
 *
 * @param distinctKeys how many rows they are for; two records of one key overwrite each other
 * @param exact whether {@code distinctKeys} was counted; it is an estimate when there are more than
 *     a million
 * @param values how many records have a value, by the name of the column, in the definition's order
 */
public record Contents(long distinctKeys, boolean exact, Map<String, Long> values) {

  public Contents {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
