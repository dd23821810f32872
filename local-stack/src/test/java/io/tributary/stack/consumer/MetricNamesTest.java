package io.tributary.stack.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricNamesTest {
  @Test
  void names_areThoseOfMetricsAlone() {
    assertThat(
            MetricNames.of(
                "histogram_quantile(0.5, sum by (le, pipeline) (rate(a_bucket{x=~\"b|c\", y='d'}[5m])))"
                    + " / on (pipeline) group_left (job) (pipeline:e:sum > bool 1e3) or time() - f"))
        .containsExactly("a_bucket", "f", "pipeline:e:sum");
  }

  @Test
  void names_areFound_withoutLabelsAndBesideNumbers() {
    assertThat(MetricNames.of("clamp_min(a + deriv(b[5m]), 0) >= 3 unless c offset 5m"))
        .contains("a", "b", "c");
  }
}
