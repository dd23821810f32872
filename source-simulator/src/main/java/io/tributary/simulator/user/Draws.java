package io.tributary.simulator.user;

import java.util.List;

/**
 * The random numbers of one record: they depend on where it stands and on nothing else, so that it
 * can be made again without those before it. (SplitMix64.) Not safe for use by several threads.
 */
public final class Draws {
  private static final long STEP = 0x9E3779B97F4A7C15L;
  private long state;

  private Draws(long state) {
    this.state = state;
  }

  public static Draws of(long series, long index) {
    return new Draws(mix(series + mix(index * STEP + 1)));
  }

  /** A number for a text and what came before it. */
  public static long series(long before, String text) {
    long series = mix(before + STEP);
    for (int i = 0; i < text.length(); i++) {
      series = mix(series * 31 + text.charAt(i));
    }
    return series;
  }

  /** A number for a number and what came before it. */
  public static long series(long before, long number) {
    return mix(mix(before + STEP) ^ (number * STEP));
  }

  public long next() {
    state += STEP;
    return mix(state);
  }

  /** From 0 to below {@code bound}. */
  public int below(int bound) {
    return (int) (((next() >>> 32) * bound) >>> 32);
  }

  /** From {@code first} to below {@code end}. */
  public long between(long first, long end) {
    return first + Long.remainderUnsigned(next(), end - first);
  }

  public boolean coin() {
    return next() < 0;
  }

  public <T> T of(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
