package io.tributary.producer.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.time.FakeTicker;
import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
  private final FakeTicker ticker = new FakeTicker();

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 67, 1_000, 33_333})
  void await_letsSoManyASecondPass(double rate) throws InterruptedException {
    Pace pace = new Pace(OptionalDouble.of(rate), ticker);
    int records = (int) Math.ceil(rate * 20);
    for (int i = 0; i < records; i++) {
      pace.await();
    }
    assertThat(ticker.slept().toMillis() / 1000.0).isBetween(20 - 1.1 / rate - 0.1, 20.0);
  }

  @Test
  void await_spreadsRecordsEvenly() throws InterruptedException {
    Pace pace = new Pace(OptionalDouble.of(10), ticker);
    for (int i = 0; i < 50; i++) {
      pace.await();
    }
    assertThat(ticker.sleeps()).hasSize(49).allMatch(Duration.ofMillis(100)::equals);
  }

  @Test
  void await_catchesUpOnlyATenthOfASecond_afterAPause() throws InterruptedException {
    Pace pace = new Pace(OptionalDouble.of(100), ticker);
    pace.await();
    ticker.pass(Duration.ofMinutes(1));
    for (int i = 0; i < 30; i++) {
      pace.await();
    }
    assertThat(ticker.slept()).isEqualTo(Duration.ofMillis(190));
  }

  @Test
  void await_neverWaits_withoutARate() throws InterruptedException {
    Pace pace = new Pace(OptionalDouble.empty(), ticker);
    for (int i = 0; i < 1_000; i++) {
      pace.await();
    }
    assertThat(ticker.sleeps()).isEmpty();
  }
}
