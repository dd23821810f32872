package io.tributary.console.rows;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table.
 *
 * @param values one for each column, in the definition's order
 * @param written the newest write time of its columns: its record's time and, below a millisecond,
 *     its order among records of that time; nothing where no column tells it
 * @param expires when it is removed; nothing where it stays
 */
public record TableRow(
    List<@Nullable Object> values, Optional<Instant> written, Optional<Instant> expires) {
  public TableRow {
    values = Collections.unmodifiableList(values);
  }
}
