package io.tributary.producer.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.RateLimit;
import io.tributary.runtime.time.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordQuotaTest {
  private static final Duration MINUTES_5 = Duration.ofMinutes(5);

  private final FakeTicker ticker = new FakeTicker();
  private final RecordQuota quota =
      new RecordQuota(Optional.of(new RateLimit(20_000, MINUTES_5)), ticker);

  @Test
  void untilFree_isZero_whileTheLimitHasRoom() {
    for (int page = 0; page < 4; page++) {
      assertThat(quota.untilFree(5000)).isZero();
      ask(5000);
    }
  }

  @Test
  void untilFree_isTheRestOfTheSpan_whenTheLimitIsUsedUp() {
    ask(5000);
    ticker.pass(Duration.ofSeconds(10));
    for (int page = 0; page < 3; page++) {
      ask(5000);
    }
    assertThat(quota.untilFree(5000)).isEqualTo(Duration.ofSeconds(290));
    assertThat(quota.untilFree(5001)).isEqualTo(MINUTES_5);
    ticker.pass(Duration.ofSeconds(290));
    assertThat(quota.untilFree(5000)).isZero();
    assertThat(quota.untilFree(5001)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void untilFree_countsFromTheAnswer_becauseTheSourceMayHaveCountedAsLate() {
    quota.ask(20_000);
    ticker.pass(Duration.ofSeconds(40));
    quota.answered();
    assertThat(quota.untilFree(1)).isEqualTo(MINUTES_5);
  }

  @Test
  void refused_givesBack_whatTheSourceDidNotGive() {
    quota.ask(20_000);
    quota.refused();
    assertThat(quota.untilFree(20_000)).isZero();
  }

  @Test
  void untilFree_waitsForAnEmptyWindow_whenOnePageIsLargerThanTheLimit() {
    ask(1);
    assertThat(quota.untilFree(30_000)).isEqualTo(MINUTES_5);
    ticker.pass(MINUTES_5);
    assertThat(quota.untilFree(30_000)).isZero();
  }

  @Test
  void untilFree_isAlwaysZero_withoutALimit() {
    RecordQuota none = new RecordQuota(Optional.empty(), ticker);
    none.ask(Integer.MAX_VALUE);
    none.answered();
    assertThat(none.untilFree(Integer.MAX_VALUE)).isZero();
  }

  @Test
  void anyAsking_neverExceedsTheLimitInAnySpan_whateverItsRhythm() throws InterruptedException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    record Asked(long nanos, int records) {}
    List<Asked> all = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      int records = 1 + random.nextInt(5000);
      for (Duration wait = quota.untilFree(records);
          !wait.isZero();
          wait = quota.untilFree(records)) {
        ticker.sleep(wait);
      }
      quota.ask(records);
      long asked = ticker.nanos();
      long answer = random.nextInt(3_000);
      ticker.pass(Duration.ofMillis(answer));
      quota.answered();
      // the source counts the request somewhere between
      all.add(new Asked(asked + random.nextLong(answer * 1_000_000 + 1), records));
      ticker.pass(Duration.ofMillis(random.nextInt(20_000)));
    }
    for (int end = 0; end < all.size(); end++) {
      long sum = 0;
      for (int i = end; i >= 0; i--) {
        if (all.get(end).nanos - all.get(i).nanos >= MINUTES_5.toNanos()) {
          break;
        }
        sum += all.get(i).records;
      }
      assertThat(sum).as("records in 5 minutes, seed %d", seed).isLessThanOrEqualTo(20_000);
    }
  }

  private void ask(int records) {
    quota.ask(records);
    quota.answered();
  }
}
