package io.tributary.model.event;

/**
 * The time with which a record's row is written, so that of two records with one key the later one
 * stays, in whatever order they are written.
 */
public final class WriteTime {
  private static final int OFFSETS_PER_MILLISECOND = 1_000;

  private WriteTime() {}

  /**
   * Microseconds since the epoch for {@code USING TIMESTAMP}: the record's CreateTime, its offset
   * breaking ties within a millisecond. The offset counts modulo 1,000, because Cassandra's times
   * have no room for more.
   *
   * @param createTime milliseconds since the epoch, 0 or more
   * @param offset 0 or more
   */
  public static long micros(long createTime, long offset) {
    return createTime * OFFSETS_PER_MILLISECOND + offset % OFFSETS_PER_MILLISECOND;
  }
}
