package io.tributary.console.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tributary.console.platform.PrometheusText;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class LatencyTest {

  @Test
  void seconds_interpolatesWithinABucket() {
    Latency latency = latency(50, 90, 100);

    assertThat(latency.seconds(0.5).orElseThrow()).isCloseTo(0.1, within(1e-9));
    assertThat(latency.seconds(0.7).orElseThrow()).isCloseTo(0.55, within(1e-9));
  }

  @Test
  void seconds_isTheGreatestBound_whenRecordsTookLonger() {
    assertThat(latency(0, 10, 100).seconds(0.99)).hasValue(1.0);
  }

  @Test
  void seconds_isNothing_withoutRecords() {
    assertThat(latency(0, 0, 0).seconds(0.5)).isEmpty();
    assertThat(Latency.of(PrometheusText.parse(""), "users").seconds(0.5)).isEmpty();
  }

  @Test
  void since_countsOnlyWhatCameOnTop() {
    Latency more = latency(60, 190, 200).since(latency(60, 90, 100));

    assertThat(more.seconds(0.5).orElseThrow()).isCloseTo(0.55, within(1e-9));
  }

  @Test
  void since_countsAll_whenTheConsumerWasRestarted() {
    assertThat(latency(5, 5, 5).since(latency(60, 90, 100))).isEqualTo(latency(5, 5, 5));
  }

  /** How many records took no longer than 0.1 s, 1 s, and any time. */
  private static Latency latency(int tenth, int one, int all) {
    return Latency.of(
        PrometheusText.parse(
            String.format(
                Locale.ROOT,
                """
                tributary_consumer_latency_seconds_bucket{pipeline="users",le="0.1"} %d
                tributary_consumer_latency_seconds_bucket{pipeline="users",le="1.0"} %d
                tributary_consumer_latency_seconds_bucket{pipeline="users",le="+Inf"} %d
                tributary_consumer_latency_seconds_bucket{pipeline="orders",le="0.1"} 1000
                """,
                tenth,
                one,
                all)),
        "users");
  }
}
