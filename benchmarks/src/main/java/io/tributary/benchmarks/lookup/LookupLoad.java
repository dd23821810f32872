package io.tributary.benchmarks.lookup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Looks rows up over several connections at a time, in a random but repeatable order of keys. */
public final class LookupLoad {
  private static final long SEED = 20_26;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final List<String> keys;
  private final Lookup.Opener connection;
  private final int connections;

  /**
   * @param connections how many are open at a time, each for one thread
   */
  public LookupLoad(List<String> keys, Lookup.Opener connection, int connections) {
    this.keys = List.copyOf(keys);
    this.connection = connection;
    this.connections = connections;
  }

  /**
   * How long look-ups took.
   *
   * @param nanos of each, the shortest first
   */
  @SuppressWarnings("ArrayRecordComponent") // measured, never compared
  public record Times(long[] nanos, double seconds) {
    /** Look-ups in a second. */
    public double rate() {
      return nanos.length / seconds;
    }

    /**
     * The time, in milliseconds, within which this share of the look-ups was answered.
     *
     * @param share from 0 to 1
     */
    public double millis(double share) {
      int rank = (int) Math.ceil(share * nanos.length);
      return nanos[Math.max(0, rank - 1)] / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }
  }

  /** When a look-up is due, in nanoseconds after the first. */
  @FunctionalInterface
  private interface Schedule {
    long due(long number, long now);
  }

  /** Each connection asks as soon as it has its answer. */
  public Times closed(int seconds) throws Exception {
    return run((number, now) -> now, seconds);
  }

  /**
   * So many look-ups in a second, whatever the answers take. The time of each counts from when it
   * was due: where all connections wait for answers, the next ones are late, and that counts.
   */
  public Times open(int perSecond, int seconds) throws Exception {
    return run((number, now) -> number * SECOND / perSecond, seconds);
  }

  private Times run(Schedule schedule, int seconds) throws Exception {
    AtomicLong numbers = new AtomicLong();
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    List<Lookup> open = new ArrayList<>();
    try {
      while (open.size() < connections) {
        open.add(connection.open());
      }
      long begin = System.nanoTime();
      List<Future<long[]>> asking = new ArrayList<>();
      for (Lookup one : open) {
        SplittableRandom random = new SplittableRandom(SEED + asking.size());
        asking.add(threads.submit(() -> ask(one, random, schedule, numbers, begin, seconds)));
      }
      List<long[]> parts = new ArrayList<>();
      for (Future<long[]> one : asking) {
        parts.add(one.get());
      }
      double taken = (System.nanoTime() - begin) / (double) SECOND;
      return new Times(parts.stream().flatMapToLong(Arrays::stream).sorted().toArray(), taken);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof Exception cause ? cause : failed;
    } finally {
      threads.shutdownNow();
      for (Lookup one : open) {
        one.close();
      }
    }
  }

  private long[] ask(
      Lookup lookup,
      SplittableRandom random,
      Schedule schedule,
      AtomicLong numbers,
      long begin,
      int seconds)
      throws Exception {
    long[] taken = new long[1_024];
    int count = 0;
    while (true) {
      long due = schedule.due(numbers.getAndIncrement(), System.nanoTime() - begin);
      if (due >= seconds * SECOND) {
        return Arrays.copyOf(taken, count);
      }
      awaitTime(begin + due);
      lookup.find(keys.get(random.nextInt(keys.size())));
      if (count == taken.length) {
        taken = Arrays.copyOf(taken, 2 * count);
      }
      taken[count++] = System.nanoTime() - begin - due;
    }
  }

  private static void awaitTime(long time) {
    for (long early = time - System.nanoTime(); early > 0; early = time - System.nanoTime()) {
      LockSupport.parkNanos(early);
    }
  }
}
