package io.tributary.model.mapping;

import io.tributary.model.count.Hash;

/**
 * What the mapping saw of an event, for the run's account. Columns are bits in the definition's
 * order.
 *
 * @param row {@linkplain Hash hash} of the values of the table's key: equal for events of one row
 * @param columns the fields that have a value of the source
 * @param replaced the fields whose value of the source {@code on-error} replaced; empty for none
 * @param unlikely the fields whose number was taken for a time that is unlikely; empty for none
 * @param deletes whether the event deletes its row; then {@code row} is none of those that write
 */
@SuppressWarnings("ArrayRecordComponent") // counted and dropped, never compared
public record FilledColumns(
    long row, long[] columns, long[] replaced, long[] unlikely, boolean deletes) {
  private static final long[] NONE = {};

  /** Of an event whose values are the source's. */
  public FilledColumns(long row, long[] columns) {
    this(row, columns, NONE, NONE, false);
  }

  /** Whether the field at {@code index} of the definition has a value. */
  public boolean has(int index) {
    return isSet(columns, index);
  }

  /** Whether the source's value of a field was replaced, since it had the wrong type. */
  public boolean isReplaced(int index) {
    return isSet(replaced, index);
  }

  /** Whether a field has a time of January 1970 because of a number. */
  public boolean isUnlikelyTime(int index) {
    return isSet(unlikely, index);
  }

  private static boolean isSet(long[] bits, int index) {
    return bits.length > 0 && (bits[index >> 6] & (1L << index)) != 0;
  }
}
