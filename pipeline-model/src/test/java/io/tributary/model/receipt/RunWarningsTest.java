package io.tributary.model.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RunWarningsTest {
  private static final Map<String, Long> VALUES = Map.of("seen", 1_000L, "height", 400L);

  @Test
  void conversions_warnOfTimesInJanuary1970_butNotOfAFewBirthdays() {
    assertThat(RunWarnings.conversions(1_000, contents(Map.of(), Map.of("seen", 10L)))).isEmpty();
    assertThat(RunWarnings.conversions(1_000, contents(Map.of(), Map.of("seen", 11L))))
        .singleElement()
        .asString()
        .contains("11 numbers in column seen became times of January 1970")
        .contains("epoch-seconds");
  }

  @Test
  void conversions_warnOfAColumnThatIsMostlyReplaced() {
    assertThat(RunWarnings.conversions(1_000, contents(Map.of("height", 499L), Map.of())))
        .isEmpty();
    assertThat(RunWarnings.conversions(1_000, contents(Map.of("height", 500L), Map.of())))
        .singleElement()
        .asString()
        .contains("on-error replaced 500 of 1,000 values of column height");
  }

  private static Contents contents(Map<String, Long> replaced, Map<String, Long> unlikely) {
    return new Contents(1_000, true, VALUES, replaced, unlikely);
  }
}
