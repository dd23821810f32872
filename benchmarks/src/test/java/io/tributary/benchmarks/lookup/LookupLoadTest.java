package io.tributary.benchmarks.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.benchmarks.lookup.LookupLoad.Times;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LookupLoadTest {
  private static final List<String> KEYS = List.of("a", "b", "c");

  @Test
  void times_tellRateAndShares() {
    long[] nanos = new long[200];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = TimeUnit.MILLISECONDS.toNanos(i + 1);
    }
    Times times = new Times(nanos, 4);

    assertThat(times.rate()).isEqualTo(50);
    assertThat(times.millis(0.5)).isEqualTo(100);
    assertThat(times.millis(0.99)).isEqualTo(198);
    assertThat(times.millis(1)).isEqualTo(200);
  }

  @Test
  void closed_asksForAllKeys_overAllConnections() throws Exception {
    Set<String> asked = ConcurrentHashMap.newKeySet();
    CountDownLatch askers = new CountDownLatch(2);
    AtomicInteger open = new AtomicInteger();

    Times times =
        new LookupLoad(KEYS, () -> counted(open, key -> meet(askers, asked, key)), 2).closed(1);

    assertThat(asked).containsExactlyInAnyOrderElementsOf(KEYS);
    assertThat(times.nanos().length).isGreaterThanOrEqualTo(KEYS.size());
    assertThat(open.get()).isZero();
  }

  /** While the only connection waits for its answer, the next look-ups become late. */
  @Test
  void open_countsFromWhenALookupWasDue() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    long stall = TimeUnit.MILLISECONDS.toNanos(500);

    Times times =
        new LookupLoad(
                KEYS,
                () ->
                    key -> {
                      if (asked.getAndIncrement() == 0) {
                        long end = System.nanoTime() + stall;
                        while (System.nanoTime() < end) {
                          Thread.onSpinWait();
                        }
                      }
                    },
                1)
            .open(100, 1);

    assertThat(asked.get()).isEqualTo(100);
    // that which was due after 0.1 s was asked for after 0.5 s at the earliest, like all before it
    assertThat(times.millis(0.9)).isGreaterThanOrEqualTo(400);
  }

  @Test
  void load_endsWithTheFailure_whenALookupFails() {
    assertThatThrownBy(
            () ->
                new LookupLoad(
                        KEYS,
                        () ->
                            key -> {
                              throw new IOException("no row " + key);
                            },
                        3)
                    .closed(1))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("no row ");
  }

  private static void meet(CountDownLatch askers, Set<String> asked, String key)
      throws InterruptedException {
    asked.add(key);
    askers.countDown();
    assertThat(askers.await(1, TimeUnit.MINUTES)).isTrue();
  }

  private static Lookup counted(AtomicInteger open, Lookup lookup) {
    open.incrementAndGet();
    return new Lookup() {
      @Override
      public void find(String key) throws Exception {
        lookup.find(key);
      }

      @Override
      public void close() {
        open.decrementAndGet();
      }
    };
  }
}
