package io.tributary.consumer.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.time.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AvailabilityTest {
  private final List<String> told = new ArrayList<>();
  private final FakeTicker ticker = new FakeTicker();
  private final Availability availability =
      new Availability(
          new Availability.Changes() {
            @Override
            public void away(String why) {
              told.add("away: " + why);
            }

            @Override
            public void back(Duration after) {
              told.add("back after " + after);
            }
          },
          ticker);

  private void passes(int millis) {
    ticker.pass(Duration.ofMillis(millis));
  }

  @Test
  void changes_areToldOnce_whenManyRequestsFailAndManySucceed() {
    availability.answered();
    availability.failed(new IllegalStateException("first"));
    passes(1_000);
    availability.failed(new IllegalStateException("connection refused\nat some place"));
    availability.failed(new IllegalStateException("again"));
    passes(11_000);
    availability.answered();
    availability.answered();
    assertThat(told)
        .containsExactly("away: IllegalStateException: connection refused", "back after PT12S");
  }

  @Test
  void changes_areToldAgain_whenCassandraGoesAwayAgain() {
    for (int i = 0; i < 2; i++) {
      availability.failed("no connection");
      passes(2_000);
      availability.failed("no connection");
      availability.answered();
    }
    assertThat(told).hasSize(4);
  }

  @Test
  void nothing_isTold_whenRequestsFailAmongOthersThatSucceed() {
    for (int i = 0; i < 100; i++) {
      availability.failed("too busy");
      passes(500);
      availability.answered();
    }
    assertThat(told).isEmpty();
  }
}
