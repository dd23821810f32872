package io.tributary.verifier.log;

import java.util.Comparator;
import java.util.Locale;

/**
 * Offsets of one partition, without a gap.
 *
 * @param first inclusive
 * @param last inclusive; less than {@code first} when there are none
 */
public record OffsetSpan(String topic, int partition, long first, long last)
    implements Comparable<OffsetSpan> {

  private static final Comparator<OffsetSpan> ORDER =
      Comparator.comparing(OffsetSpan::topic)
          .thenComparingInt(OffsetSpan::partition)
          .thenComparingLong(OffsetSpan::first)
          .thenComparingLong(OffsetSpan::last);

  /** How many offsets it has. */
  public long offsets() {
    return Math.max(0, last - first + 1);
  }

  @Override
  public int compareTo(OffsetSpan other) {
    return ORDER.compare(this, other);
  }

  /** {@code users_created-0@17..42}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s-%d@%d..%d", topic, partition, first, last);
  }
}
