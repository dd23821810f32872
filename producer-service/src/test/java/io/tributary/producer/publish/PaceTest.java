package io.tributary.producer.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.producer.source.FakeTicks;
import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
  private final FakeTicks ticks = new FakeTicks();

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 67, 1_000, 33_333})
  void await_letsSoManyASecondPass(double rate) throws InterruptedException {
    Pace pace = new Pace(OptionalDouble.of(rate), ticks);
    int records = (int) Math.ceil(rate * 20);
    for (int i = 0; i < records; i++) {
      pace.await();
    }
    assertThat(ticks.slept().toMillis() / 1000.0).isBetween(20 - 1.1 / rate - 0.1, 20.0);
  }

  @Test
  void await_spreadsRecordsEvenly() throws InterruptedException {
    Pace pace = new Pace(OptionalDouble.of(10), ticks);
    for (int i = 0; i < 50; i++) {
      pace.await();
    }
    assertThat(ticks.sleeps()).hasSize(49).allMatch(Duration.ofMillis(100)::equals);
  }

  @Test
  void await_catchesUpOnlyATenthOfASecond_afterAPause() throws InterruptedException {
    Pace pace = new Pace(OptionalDouble.of(100), ticks);
    pace.await();
    ticks.pass(Duration.ofMinutes(1));
    for (int i = 0; i < 30; i++) {
      pace.await();
    }
    assertThat(ticks.slept()).isEqualTo(Duration.ofMillis(190));
  }

  @Test
  void await_neverWaits_withoutARate() throws InterruptedException {
    Pace pace = new Pace(OptionalDouble.empty(), ticks);
    for (int i = 0; i < 1_000; i++) {
      pace.await();
    }
    assertThat(ticks.sleeps()).isEmpty();
  }
}
