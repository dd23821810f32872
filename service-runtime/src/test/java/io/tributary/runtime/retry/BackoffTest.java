package io.tributary.runtime.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration CAP = Duration.ofSeconds(1);

  /** Always the greatest number that may be drawn, so that the ceiling is seen. */
  private static final RandomGenerator GREATEST =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          return Long.MAX_VALUE;
        }

        @Override
        public long nextLong(long bound) {
          return bound - 1;
        }
      };

  @Test
  void next_doublesTheCeilingUpToTheCap() {
    Backoff backoff = new Backoff(FIRST, CAP, GREATEST);
    assertThat(Stream.generate(backoff::next).limit(6).map(Duration::toMillis))
        .containsExactly(100L, 200L, 400L, 800L, 1000L, 1000L);
  }

  @Test
  void next_isTheCeiling_withoutJitter() {
    Backoff backoff = Backoff.withoutJitter(FIRST, CAP);
    assertThat(Stream.generate(backoff::next).limit(6).map(Duration::toMillis))
        .containsExactly(100L, 200L, 400L, 800L, 1000L, 1000L);
    Backoff steady = Backoff.every(FIRST);
    assertThat(Stream.generate(steady::next).limit(3)).containsExactly(FIRST, FIRST, FIRST);
  }

  @Test
  void next_staysAtTheCap_afterAnyNumberOfFailures() {
    Backoff backoff = new Backoff(Duration.ofNanos(1), Duration.ofDays(1), GREATEST);
    assertThat(Stream.generate(backoff::next).limit(1000).map(Duration::toNanos))
        .isSorted()
        .endsWith(Duration.ofDays(1).toNanos());
  }

  @Test
  void next_drawsFromZeroToTheCeiling() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<Double> shares =
        Stream.generate(() -> new Backoff(CAP, CAP, random).next())
            .limit(10_000)
            .map(wait -> wait.toNanos() / (double) CAP.toNanos())
            .toList();
    assertThat(shares).as("seed %d", seed).allMatch(share -> share >= 0 && share <= 1);
    for (double from : new double[] {0, 0.25, 0.5, 0.75}) {
      assertThat(shares.stream().filter(share -> share >= from && share < from + 0.25).count())
          .as("draws in the quarter from %s, seed %d", from, seed)
          .isBetween(2200L, 2800L);
    }
  }

  @Test
  void next_isTheSame_forTheSameSeed() {
    Backoff one = new Backoff(FIRST, CAP, new Random(7));
    Backoff other = new Backoff(FIRST, CAP, new Random(7));
    assertThat(Stream.generate(one::next).limit(20).toList())
        .isEqualTo(Stream.generate(other::next).limit(20).toList());
  }

  @Test
  void reset_beginsAgain() {
    Backoff backoff = new Backoff(FIRST, CAP, GREATEST);
    backoff.next();
    backoff.next();
    assertThat(backoff.failures()).isEqualTo(2);
    backoff.reset();
    assertThat(backoff.failures()).isZero();
    assertThat(backoff.next()).isEqualTo(FIRST);
  }

  @Test
  void new_isRefused_whenTheTimesMakeNoSense() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(Duration.ZERO, CAP));
    assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(CAP, FIRST));
  }
}
