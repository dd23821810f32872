package io.tributary.model.count;

/**
 * Hashes of 64 bits, for counting: FNV-1a with a last step that spreads it over all bits. Of a
 * million values, two share a hash once in tens of millions of runs. No protection against somebody
 * who looks for such values.
 */
public final class Hash {
  /** The hash of no parts. */
  public static final long START = 0xcbf29ce484222325L;

  private static final long PRIME = 0x100000001b3L;

  private Hash() {}

  /** The hash of the parts of {@code before} and, as one part more, some bytes. */
  public static long add(long before, byte[] bytes, int start, int stop) {
    long hash = before;
    for (int i = start; i < stop; i++) {
      hash = (hash ^ (bytes[i] & 0xff)) * PRIME;
    }
    // the spreading keeps ("a", "bc") and ("ab", "c") apart
    return spread(hash);
  }

  /** The hash of the parts of {@code before} and, as one part more, some bytes. */
  public static long add(long before, byte[] bytes) {
    return add(before, bytes, 0, bytes.length);
  }

  private static long spread(long hash) {
    long spread = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    spread = (spread ^ (spread >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return spread ^ (spread >>> 33);
  }
}
