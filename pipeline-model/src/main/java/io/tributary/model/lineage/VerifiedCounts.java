package io.tributary.model.lineage;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a verification found, as far as lineage tells it. Counts are of records.
 *
 * @param published in the events' topic
 * @param rejected in the rejected topic
 * @param rows by the name of the table
 * @param events that were decoded, which {@code values} is about
 * @param values how many records have a value, by column
 * @param why the run is not verified; nothing if it is
 */
public record VerifiedCounts(
    long published,
    long rejected,
    Map<String, Long> rows,
    long deadLetters,
    long missing,
    long different,
    long lost,
    long events,
    Map<String, Long> values,
    Optional<String> why) {

  public VerifiedCounts {
    rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
