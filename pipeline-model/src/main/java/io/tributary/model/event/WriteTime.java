package io.tributary.model.event;

import org.jspecify.annotations.Nullable;

/**
 * The time with which a record's row is written, so that of two records with one key the later one
 * stays, in whatever order they are written.
 */
public final class WriteTime {
  private static final int OFFSETS_PER_MILLISECOND = 1_000;

  /** The latest time, in milliseconds since the epoch, whose microseconds can be counted. */
  public static final long LATEST_MILLIS = Long.MAX_VALUE / OFFSETS_PER_MILLISECOND - 1;

  /** So many digits are no more than a long takes. */
  private static final int MOST_DIGITS = 18;

  private WriteTime() {}

  /**
   * The time that a record counts with, whatever its producer wrote there: none, or one before the
   * epoch, counts as the epoch, one beyond {@link #LATEST_MILLIS} as that.
   */
  public static long countable(long createTime) {
    return Math.max(0, Math.min(LATEST_MILLIS, createTime));
  }

  /**
   * The time that a record counts with: its CreateTime, or the earlier one of the record that it
   * replays. Never a later one, so a forged header has no more effect than a forged CreateTime. A
   * value that is not a number is ignored.
   *
   * @param createTime the record's CreateTime, as Kafka has it
   * @param original the value of its header {@link EventHeaders#ORIGINAL_TIME}, if it has one
   */
  public static long of(long createTime, byte @Nullable [] original) {
    if (original == null || original.length == 0 || original.length > MOST_DIGITS) {
      return createTime;
    }
    long time = 0;
    for (byte digit : original) {
      if (digit < '0' || digit > '9') {
        return createTime;
      }
      time = time * 10 + (digit - '0');
    }
    return Math.min(createTime, time);
  }

  /**
   * Microseconds since the epoch for {@code USING TIMESTAMP}: the record's CreateTime, its offset
   * breaking ties within a millisecond. The offset counts modulo 1,000, because Cassandra's times
   * have no room for more.
   *
   * @param createTime milliseconds since the epoch, {@link #countable}
   * @param offset 0 or more
   */
  public static long micros(long createTime, long offset) {
    return createTime * OFFSETS_PER_MILLISECOND + offset % OFFSETS_PER_MILLISECOND;
  }
}
