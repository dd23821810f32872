package io.tributary.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RunRequestTest {

  @Test
  void newRunId_isReadableAndInOrderOfTime() {
    String earlier = RunRequest.newRunId(Instant.parse("2026-01-31T12:00:59.9Z"), new Random(1));
    String later = RunRequest.newRunId(Instant.parse("2026-01-31T12:01:00Z"), new Random(1));
    assertThat(earlier).matches("20260131T120059Z-[0-9a-f]{4}").isLessThan(later);
  }

  @Test
  void of_isSeededByItsRunId() {
    assertThat(RunRequest.of("r1", new Target.Records(5)).seed()).isEqualTo("r1");
  }

  @Test
  void expected_isRateTimesDuration_whenBothAreKnown() {
    RunRequest order =
        new RunRequest(
            "r",
            "r",
            new Target.Lasting(Duration.ofSeconds(90)),
            OptionalDouble.of(0.5),
            Duration.ZERO);
    assertThat(order.expected()).hasValue(45);
    assertThat(order.records()).isEmpty();
    assertThat(RunRequest.of("r", new Target.Lasting(Duration.ofSeconds(90))).expected()).isEmpty();
    assertThat(RunRequest.of("r", new Target.Records(7)).expected()).hasValue(7);
  }
}
