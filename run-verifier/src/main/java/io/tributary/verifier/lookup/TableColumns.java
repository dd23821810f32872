package io.tributary.verifier.lookup;

import io.tributary.model.definition.Event;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.Table;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a record's values must be in the row of one table, and how long. */
public final class TableColumns {
  /**
   * The consumer counts whole seconds, and its clock and Cassandra's are not the verifier's: a row
   * that is as near to its end may be gone.
   */
  private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(2);

  private final Table table;
  private final int[] fields;

  public TableColumns(Event event, Table table) {
    List<String> names = event.fields().stream().map(Field::name).toList();
    this.table = table;
    this.fields = table.columns().stream().mapToInt(names::indexOf).toArray();
  }

  public Table table() {
    return table;
  }

  /**
   * The columns in which a row is not what a record makes.
   *
   * @param values one for each field of the event
   */
  public List<String> differing(@Nullable ByteBuffer[] values, StoredRow row) {
    List<String> differing = new ArrayList<>();
    for (int column = 0; column < fields.length; column++) {
      if (!Objects.equals(values[fields[column]], row.values()[column])) {
        differing.add(table.columns().get(column));
      }
    }
    return differing;
  }

  /** Whether the row of a record of this time is over; times in milliseconds since the epoch. */
  public boolean isExpired(long recordTime, long now) {
    return table.ttl().isPresent()
        && recordTime + table.ttl().get().minus(CLOCKS_DIFFER).toMillis() <= now;
  }
}
