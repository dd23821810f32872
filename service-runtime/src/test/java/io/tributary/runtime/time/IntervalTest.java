package io.tributary.runtime.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class IntervalTest {
  private static final Duration LENGTH = Duration.ofSeconds(2);

  private final FakeTicker ticker = new FakeTicker();
  private final Interval interval = new Interval(LENGTH, ticker);

  @Test
  void isDue_onceInEachInterval() {
    assertThat(interval.isDue()).isFalse();
    ticker.pass(LENGTH);
    assertThat(interval.isDue()).isTrue();
    assertThat(interval.isDue()).isFalse();
    ticker.pass(LENGTH.minusNanos(1));
    assertThat(interval.isDue()).isFalse();
    ticker.pass(Duration.ofNanos(1));
    assertThat(interval.isDue()).isTrue();
  }
}
