package io.tributary.producer.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class CreateTimesTest {
  private static final Instant T = Instant.ofEpochMilli(1_000);

  private final CreateTimes times = new CreateTimes();

  @Test
  void next_isThePagesTime_forEveryKey() {
    times.startPage(T);
    assertThat(time("a")).isEqualTo(1_000);
    assertThat(time("b")).isEqualTo(1_000);
    assertThat(times.next(null)).isEqualTo(1_000);
    assertThat(times.next(null)).isEqualTo(1_000);
  }

  @Test
  void next_isAMillisecondLater_eachTimeAKeyOccursAgain() {
    times.startPage(T);
    assertThat(time("a")).isEqualTo(1_000);
    assertThat(time("a")).isEqualTo(1_001);
    assertThat(time("b")).isEqualTo(1_000);
    assertThat(time("a")).isEqualTo(1_002);
  }

  @Test
  void next_isLaterThanAnythingBefore_whenTheClockHasNotMoved() {
    times.startPage(T);
    assertThat(time("a")).isEqualTo(1_000);
    assertThat(time("a")).isEqualTo(1_001);
    times.startPage(T);
    assertThat(time("a")).isEqualTo(1_002);
    assertThat(time("b")).isEqualTo(1_002);
  }

  @Test
  void next_isLaterThanAnythingBefore_whenTheClockWentBack() {
    times.startPage(T);
    times.startPage(T.minusMillis(500));
    assertThat(time("a")).isEqualTo(1_001);
    times.startPage(T.plusMillis(500));
    assertThat(time("a")).isEqualTo(1_500);
  }

  private long time(String key) {
    return times.next(key.getBytes(UTF_8));
  }
}
