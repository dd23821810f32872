package io.tributary.model.count;

/**
 * Counts distinct values by their {@linkplain Hash hashes}: exactly up to a number of them, about
 * beyond it. Then it remembers only every second, fourth, eighth … hash, so that its memory is
 * bounded: at most 32 bytes for each value that it counts exactly. With a million of those the
 * estimate is mostly within 0.2%. For one thread.
 */
public final class DistinctCount {
  /** As many as the largest run of a DAG has records. */
  public static final int USUAL = 1 << 20;

  private static final int FIRST_CAPACITY = 1 << 10;

  private final int most;
  private long[] table = new long[FIRST_CAPACITY];
  private int remembered;
  private boolean zero;
  private int halvings;

  /**
   * @param most values to count exactly, 1 or more
   */
  public DistinctCount(int most) {
    this.most = most;
  }

  /** Counts a value; returns whether it is one more than were remembered. */
  public boolean add(long hash) {
    if (!isSampled(hash) || !put(hash)) {
      return false;
    }
    while (remembered > most) {
      halvings++;
      rebuild(table.length);
    }
    if (remembered * 2 > table.length) {
      rebuild(table.length * 2);
    }
    return true;
  }

  /** How many values there were; about that many when it is not {@link #isExact()}. */
  public long count() {
    return (long) remembered << halvings;
  }

  public boolean isExact() {
    return halvings == 0;
  }

  private boolean isSampled(long hash) {
    return (hash & ((1L << halvings) - 1)) == 0;
  }

  /** Zero marks a free place, so the hash that is zero has one of its own. */
  private boolean put(long hash) {
    if (hash == 0) {
      remembered += zero ? 0 : 1;
      boolean added = !zero;
      zero = true;
      return added;
    }
    int mask = table.length - 1;
    // the low bits tell what is sampled, the high ones where it is
    int at = (int) (hash >>> 32) & mask;
    while (table[at] != 0) {
      if (table[at] == hash) {
        return false;
      }
      at = (at + 1) & mask;
    }
    table[at] = hash;
    remembered++;
    return true;
  }

  private void rebuild(int capacity) {
    long[] before = table;
    table = new long[capacity];
    remembered = zero ? 1 : 0;
    for (long hash : before) {
      if (hash != 0 && isSampled(hash)) {
        put(hash);
      }
    }
  }
}
