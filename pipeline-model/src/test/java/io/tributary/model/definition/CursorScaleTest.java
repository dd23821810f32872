package io.tributary.model.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.definition.TimeFormat.EpochUnit;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CursorScaleTest {

  @ParameterizedTest
  @CsvSource({
    "TIME, 2024-02-29T12:00:00Z, 2024-02-29T12:00:00Z",
    "TIME, 2024-02-29T12:00:00.250+02:00, 2024-02-29T10:00:00.250Z",
    "TIME, 2024-02-29T12:00:00, 2024-02-29T12:00:00Z",
    "TIME, 2024-02-29, 2024-02-29T00:00:00Z",
    "TIME, 1969-12-31T23:59:59.999Z, 1969-12-31T23:59:59.999Z",
    "DAY, 2024-02-29, 2024-02-29",
    "DAY, 1960-01-01, 1960-01-01",
    "NUMBER, -42, -42",
    "NUMBER, 9223372036854775807, 9223372036854775807",
  })
  void parse_readsWhatTextWrites(CursorScale scale, String written, String text) {
    long position = scale.parse(written);

    assertThat(scale.text(position)).isEqualTo(text);
    assertThat(scale.parse(text)).isEqualTo(position);
  }

  @ParameterizedTest
  @CsvSource({
    "TIME, yesterday, a time such as 2024-01-31T12:00:00Z",
    "TIME, 2023-02-29, a time such as",
    "TIME, 12024-01-01, a time such as",
    "DAY, 2024-02-29T12:00:00Z, a day such as 2024-01-31",
    "NUMBER, 1.5, a whole number",
    "NUMBER, 9223372036854775808, a whole number",
  })
  void parse_refusesWhatIsNoPosition(CursorScale scale, String written, String expected) {
    assertThatThrownBy(() -> scale.parse(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + written + "' is not " + expected);
  }

  /** What a request cannot say is asked for from before it: nothing between is left out. */
  @ParameterizedTest
  @CsvSource({
    "TIME, iso, 2024-02-29T12:00:00.250Z, 2024-02-29T12:00:00.250Z, 2024-02-29T12:00:00.250Z",
    "TIME, epoch-seconds, 2024-02-29T12:00:00.250Z, 1709208000, 2024-02-29T12:00:00Z",
    "TIME, epoch-seconds, 1969-12-31T23:59:59.250Z, -1, 1969-12-31T23:59:59Z",
    "TIME, epoch-milliseconds, 2024-02-29T12:00:00.250Z, 1709208000250, 2024-02-29T12:00:00.250Z",
    "TIME, epoch-microseconds, 2024-02-29T12:00:00.250Z, 1709208000250000, 2024-02-29T12:00:00.250Z",
    "TIME, yyyy-MM-dd, 2024-02-29T12:00:00.250Z, 2024-02-29, 2024-02-29T00:00:00Z",
    "TIME, yyyyMMddHHmm, 2024-02-29T12:34:56Z, 202402291234, 2024-02-29T12:34:00Z",
    "TIME, 'EEE, d MMM yyyy HH:mm:ss Z', 2024-02-29T12:34:56.7Z, 'Thu, 29 Feb 2024 12:34:56 +0000', 2024-02-29T12:34:56Z",
    "DAY, iso, 2024-02-29, 2024-02-29, 2024-02-29",
    "DAY, epoch-seconds, 2024-02-29, 1709164800, 2024-02-29",
  })
  void written_cutsOff_whatFloorCutsOff(
      CursorScale scale, String format, String position, String written, String floor) {
    long at = scale.parse(position);

    assertThat(scale.written(at, format(format))).isEqualTo(written);
    assertThat(scale.text(scale.floor(at, format(format)))).isEqualTo(floor);
  }

  private static TimeFormat format(String word) {
    return Arrays.stream(EpochUnit.values())
        .filter(unit -> unit.word().equals(word))
        .findFirst()
        .map(unit -> new TimeFormat(unit, true, Optional.empty(), Optional.empty()))
        .orElseGet(
            () ->
                word.equals("iso")
                    ? TimeFormat.ISO
                    : new TimeFormat(
                        EpochUnit.MILLISECONDS, false, Optional.of(word), Optional.empty()));
  }
}
