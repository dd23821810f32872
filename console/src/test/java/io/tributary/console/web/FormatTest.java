package io.tributary.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class FormatTest {

  @Test
  void seconds_choosesTheUnit() {
    assertThat(Format.seconds(0.0854)).isEqualTo("85 ms");
    assertThat(Format.seconds(2.54)).isEqualTo("2.5 s");
    assertThat(Format.seconds(42)).isEqualTo("42 s");
    assertThat(Format.seconds(59.97)).isEqualTo("60 s");
    assertThat(Format.seconds(185)).isEqualTo("3 min");
    assertThat(Format.seconds(7_500)).isEqualTo("2 h 5 min");
    assertThat(Format.seconds(OptionalDouble.empty())).isEqualTo("–");
  }

  @Test
  void percent_showsSmallShares() {
    assertThat(Format.percent(0)).isEqualTo("0%");
    assertThat(Format.percent(0.0228)).isEqualTo("2.28%");
    assertThat(Format.percent(0.5)).isEqualTo("50%");
    assertThat(Format.percent(0.00001)).isEqualTo("under 0.01%");
  }

  @Test
  void count_separatesThousandsAndKnowsOne() {
    assertThat(Format.count(1_234_567)).isEqualTo("1,234,567");
    assertThat(Format.count(1, "record")).isEqualTo("1 record");
    assertThat(Format.count(0, "record")).isEqualTo("0 records");
  }

  @Test
  void time_isUtc() {
    assertThat(Format.time(Instant.parse("2026-11-29T18:30:05.678Z")))
        .isEqualTo("2026-11-29 18:30:05");
    assertThat(Format.millis(Instant.parse("2026-11-29T18:30:05.678Z")))
        .isEqualTo("2026-11-29 18:30:05.678");
  }
}
