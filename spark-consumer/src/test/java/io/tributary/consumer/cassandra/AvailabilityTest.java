package io.tributary.consumer.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AvailabilityTest {
  private final List<String> told = new ArrayList<>();
  private final AtomicLong nanos = new AtomicLong();
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
          nanos::get);

  private void passes(int millis) {
    nanos.addAndGet(Duration.ofMillis(millis).toNanos());
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
