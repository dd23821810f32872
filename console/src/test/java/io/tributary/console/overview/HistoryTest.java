package io.tributary.console.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.console.platform.PrometheusText;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final Instant START = Instant.parse("2026-11-29T10:00:00Z");

  private final History history = new History();

  @Test
  void add_countsTheRateOfTheLastHalfMinute() {
    add(0, 0);
    add(10, 1_000);

    assertThat(add(20, 5_000).recordsPerSecond()).isEqualTo(250);
    assertThat(add(45, 5_000).recordsPerSecond()).isEqualTo(0);
  }

  @Test
  void add_beginsAgain_whenTheConsumerWasRestarted() {
    add(0, 90_000);

    assertThat(add(2, 10).recordsPerSecond()).isEqualTo(0);
    assertThat(add(4, 210).recordsPerSecond()).isEqualTo(100);
  }

  @Test
  void points_areThoseOfOneHour() {
    for (int second = 0; second <= 4_000; second += 10) {
      add(second, second);
    }

    List<History.Point> points = history.points();

    assertThat(points.get(0).at()).isEqualTo(START.plusSeconds(400));
    assertThat(points.get(points.size() - 1).at()).isEqualTo(START.plusSeconds(4_000));
  }

  private History.Point add(int second, int records) {
    return history.add(
        ConsumerFigures.of(
            PrometheusText.parse(
                String.format(
                    Locale.ROOT,
                    "tributary_consumer_records_total{pipeline=\"users\"} %d\n",
                    records)),
            "users",
            START.plusSeconds(second)),
        true);
  }
}
