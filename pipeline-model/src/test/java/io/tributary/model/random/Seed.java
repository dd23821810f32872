package io.tributary.model.random;

import java.time.Duration;
import java.util.Random;

/** The seed of a test's random input: another in each run, unless {@code -Dtest.seed} names one. */
public final class Seed {
  private Seed() {}

  /** A source of random numbers; its seed is printed, so that a failure can be had again. */
  public static Random random(Class<?> test) {
    long seed = Long.getLong("test.seed", System.nanoTime());
    System.out.println(test.getSimpleName() + ": -Dtest.seed=" + seed);
    return new Random(seed);
  }

  /** How long a fuzz test goes on: three seconds, unless {@code -Dtest.fuzz.seconds} says more. */
  public static Duration fuzzSpan() {
    return Duration.ofSeconds(Integer.getInteger("test.fuzz.seconds", 3));
  }
}
