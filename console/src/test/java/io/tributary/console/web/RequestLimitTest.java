package io.tributary.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.time.FakeTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequestLimitTest {
  private final FakeTicker ticker = new FakeTicker();
  private final RequestLimit limit = new RequestLimit(10, ticker);

  @Test
  void address_asksAsOftenAsASecondAllows_atOnce() {
    for (int left = 9; left >= 0; left--) {
      assertThat(limit.take("10.0.0.1").tokens()).isEqualTo(left);
    }

    assertThat(limit.take("10.0.0.1").tokens()).isNegative();
    assertThat(limit.take("10.0.0.2").tokens()).isEqualTo(9);
  }

  @Test
  void address_asksAgain_asTimePasses() {
    empty("10.0.0.1");

    ticker.pass(Duration.ofMillis(250));
    assertThat(limit.take("10.0.0.1").tokens()).isNotNegative();
    assertThat(limit.take("10.0.0.1").tokens()).isNotNegative();
    assertThat(limit.take("10.0.0.1").tokens()).isNegative();
  }

  @Test
  void address_savesNoMoreThanASecondsWorth() {
    empty("10.0.0.1");

    ticker.pass(Duration.ofHours(1));
    assertThat(limit.take("10.0.0.1").tokens()).isEqualTo(9);
  }

  private void empty(String address) {
    for (int i = 0; i < 10; i++) {
      assertThat(limit.take(address).tokens()).isNotNegative();
    }
    assertThat(limit.take(address).tokens()).isNegative();
  }
}
