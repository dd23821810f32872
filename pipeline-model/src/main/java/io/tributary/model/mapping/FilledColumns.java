package io.tributary.model.mapping;

import io.tributary.model.count.Hash;

/**
 * What the mapping saw of an event, for the run's account.
 *
 * @param row {@linkplain Hash hash} of the values of the table's key: equal for events of one row
 * @param columns the fields that have a value, a bit for each in the definition's order
 */
@SuppressWarnings("ArrayRecordComponent") // counted and dropped, never compared
public record FilledColumns(long row, long[] columns) {

  /** Whether the field at {@code index} of the definition has a value. */
  public boolean has(int index) {
    return (columns[index >> 6] & (1L << index)) != 0;
  }
}
