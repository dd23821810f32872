package io.tributary.model.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WriteTimeTest {

  @Test
  void micros_areThoseOfTheRecord_withTheLastDigitsOfItsOffset() {
    assertThat(WriteTime.micros(1_700_000_000_123L, 45_678)).isEqualTo(1_700_000_000_123_678L);
  }

  @Test
  void micros_areLater_whenTheRecordIs_whateverTheOffsets() {
    assertThat(WriteTime.micros(2, 0)).isGreaterThan(WriteTime.micros(1, 999));
  }

  @Test
  void micros_areLaterForTheLaterOffset_withinAMillisecond() {
    assertThat(WriteTime.micros(5, 8)).isGreaterThan(WriteTime.micros(5, 7));
  }

  @ParameterizedTest
  @CsvSource({
    "1700000000123, 1700000000123",
    "0, 0",
    "1700000000500, 1700000000500",
    "1700000000501, 1700000000500",
    "999999999999999999, 1700000000500",
    "9999999999999999999, 1700000000500",
    "-1, 1700000000500",
    "'', 1700000000500",
    "yesterday, 1700000000500"
  })
  void of_isTheTimeOfWhatIsReplayed_neverLaterThanItsOwn(String original, long counted) {
    assertThat(WriteTime.of(1_700_000_000_500L, original.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(counted);
  }

  @Test
  void of_isItsOwn_whereTheRecordReplaysNothing() {
    assertThat(WriteTime.of(1_700_000_000_500L, null)).isEqualTo(1_700_000_000_500L);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 0",
    "-9223372036854775808, 0",
    "0, 0",
    "1700000000123, 1700000000123",
    "9223372036854774, 9223372036854774",
    "9223372036854775, 9223372036854774",
    "9223372036854775807, 9223372036854774"
  })
  void countable_keepsWhatMicrosecondsCanCount(long createTime, long counted) {
    assertThat(WriteTime.countable(createTime)).isEqualTo(counted);
    assertThat(WriteTime.micros(WriteTime.countable(createTime), 999)).isNotNegative();
  }
}
