package io.tributary.model.value;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeOfDayTest {
  private static long parse(String text) {
    byte[] in = ("0" + text + "0").getBytes(UTF_8);
    return TimeOfDay.parse(in, 1, in.length - 1);
  }

  @ParameterizedTest
  @CsvSource({
    "00:00, 0, 00:00:00",
    "09:30, 34200000000000, 09:30:00",
    "09:30:05, 34205000000000, 09:30:05",
    "09:30:05.25, 34205250000000, 09:30:05.25",
    "09:30:05.000000001, 34205000000001, 09:30:05.000000001",
    "10:00:00.0, 36000000000000, 10:00:00",
    "23:59:59.999999999, 86399999999999, 23:59:59.999999999",
  })
  void text_isWhatWasParsed_withSecondsAndNoZerosBehind(String text, long nanos, String canonical) {
    assertThat(parse(text)).isEqualTo(nanos);
    assertThat(TimeOfDay.text(nanos)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "9:30",
        "09.30",
        "24:00",
        "09:60",
        "09:30:60",
        "09:30:",
        "09:30:5",
        "09:30.05",
        "09:30:05.",
        "09:30:05,5",
        "09:30:05.5x",
        "09:30:05.1234567890",
        "-9:30:05",
        "09:30:05Z",
        "09:30 PM",
      })
  void parse_refusesWhatIsNone(String text) {
    assertThat(parse(text)).isEqualTo(TimeOfDay.INVALID);
  }
}
