package io.tributary.producer.source;

import java.util.OptionalLong;

/**
 * What a run reads of an incremental source. Positions are on the scale of its definition.
 *
 * @param from where the run begins, inclusive
 * @param to where it ends, exclusive, when it reads a range again and leaves the cursor alone; none
 *     to read what is there
 */
public record ReadingRange(long from, OptionalLong to) {

  /** All from a position on. */
  public static ReadingRange from(long position) {
    return new ReadingRange(position, OptionalLong.empty());
  }

  /** A range that was read before, or that nobody counts. */
  public static ReadingRange backfill(long from, long to) {
    return new ReadingRange(from, OptionalLong.of(to));
  }

  /** Whether the run leaves the cursor alone. */
  public boolean isBackfill() {
    return to.isPresent();
  }
}
