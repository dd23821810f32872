package io.tributary.consumer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.time.FakeTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CatchUpTest {
  private final FakeTicker ticker = new FakeTicker();
  private final CatchUp catchUp = new CatchUp(ticker);

  private void pass(int seconds) {
    ticker.pass(Duration.ofSeconds(seconds));
  }

  @Test
  void estimate_isWhatWaitsOverTheRateOfTheLastSeconds() {
    pass(4);
    assertThat(catchUp.add(10_000, 500_000)).isEmpty();
    pass(6);
    assertThat(catchUp.add(10_000, 400_000)).hasValue(new CatchUp.Estimate(400_000, 2_000));
    assertThat(catchUp.seconds()).isEqualTo(200);
  }

  @Test
  void nothingIsTold_whenWhatWaitsIsDoneSoon() {
    pass(10);
    assertThat(catchUp.add(20_000, 5_000)).isEmpty();
    assertThat(catchUp.seconds()).isZero();
  }

  @Test
  void nothingIsTold_whenNothingIsDone() {
    pass(10);
    assertThat(catchUp.add(0, 5_000)).isEmpty();
    assertThat(catchUp.seconds()).isEqualTo(5_000);
  }

  @Test
  void estimate_isForgotten_whenNothingWaits() {
    pass(10);
    catchUp.add(1, 5_000);
    catchUp.add(5_000, 0);
    assertThat(catchUp.seconds()).isZero();
  }
}
