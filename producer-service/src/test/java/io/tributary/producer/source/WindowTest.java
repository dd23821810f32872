package io.tributary.producer.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.definition.Incremental;
import io.tributary.model.definition.Pipeline;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {
  private static final Instant NOW = Instant.parse("2024-05-10T08:30:15.250Z");

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      nullValues = "-",
      value = {
        // nothing but a beginning: one reading without an end
        "timestamp | '' | 2024-05-09T00:00:00Z | since=2024-05-09T00:00:00Z",
        "timestamp | lookback: 90m | 2024-05-09T00:00:00Z | since=2024-05-08T22:30:00Z",
        "timestamp | format: yyyy-MM-dd | 2024-05-09T12:00:00Z | since=2024-05-09",
        "date | lookback: 1h | 2024-05-09 | since=2024-05-08",
        "bigint | '' | 41 | since=41",
        "bigint | end-parameter: until | 41 | since=41",
        // up to the start of the run
        "timestamp | end-parameter: until | 2024-05-09T00:00:00Z | since=2024-05-09T00:00:00Z until=2024-05-10T08:30:15Z",
        "timestamp | end-parameter: until, format: epoch-seconds | 2024-05-09T00:00:00.900Z | since=1715212800 until=1715329815",
        "timestamp | end-parameter: until, format: yyyy-MM-dd | 2024-05-10T00:00:00Z | ''",
        // half-open windows, the last one until the start of the run
        "timestamp | end-parameter: until, window: 12h | 2024-05-09T00:00:00Z | since=2024-05-09T00:00:00Z until=2024-05-09T12:00:00Z over; since=2024-05-09T12:00:00Z until=2024-05-10T00:00:00Z over; since=2024-05-10T00:00:00Z until=2024-05-10T08:30:15Z",
        "timestamp | end-parameter: until, window: 12h, lookback: 1h | 2024-05-10T00:00:00Z | since=2024-05-09T23:00:00Z until=2024-05-10T08:30:15Z",
        "date | end-parameter: until, window: 2d | 2024-05-05 | since=2024-05-05 until=2024-05-07 over; since=2024-05-07 until=2024-05-09 over; since=2024-05-09 until=2024-05-10",
        // clocks that differ a little
        "timestamp | end-parameter: until | 2024-05-10T08:31:00Z | ''",
      },
      quoteCharacter = '\'')
  void of_coversAllFromThePositionOn(String type, String keys, String from, String windows)
      throws Exception {
    Incremental read = read(type, keys);

    assertThat(shown(read, ReadingRange.from(read.scale().parse(from)))).isEqualTo(windows);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      value = {
        "end-parameter: until, lookback: 1h | 2024-05-01T00:00:00Z..2024-05-02T00:00:00Z | since=2024-05-01T00:00:00Z until=2024-05-02T00:00:00Z over",
        "end-parameter: until, window: 15h | 2024-05-01T00:00:00Z..2024-05-02T00:00:00Z | since=2024-05-01T00:00:00Z until=2024-05-01T15:00:00Z over; since=2024-05-01T15:00:00Z until=2024-05-02T00:00:00Z over",
      })
  void of_readsARange_asItIsGiven(String keys, String range, String windows) throws Exception {
    Incremental read = read("timestamp", keys);

    assertThat(shown(read, backfill(read, range))).isEqualTo(windows);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      value = {
        "lookback: 1h | 2024-05-01T00:00:00Z..2024-05-02T00:00:00Z | a range can only be read of a source that takes an end",
        "end-parameter: until | 2024-05-02T00:00:00Z..2024-05-02T00:00:00Z | the range 2024-05-02T00:00:00Z..2024-05-02T00:00:00Z is empty",
        "end-parameter: until, format: yyyy-MM-dd | 2024-05-01T00:00:00Z..2024-05-02T12:00:00Z | requests can end at 2024-05-02T00:00:00Z, but not at 2024-05-02T12:00:00Z",
      })
  void of_refusesRanges_thatTheSourceCannotGive(String keys, String range, String message)
      throws Exception {
    Incremental read = read("timestamp", keys);

    assertThatThrownBy(() -> Window.of(read, backfill(read, range), NOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void of_refusesAPositionInTheFuture_andWindowsWithoutEnd() throws Exception {
    Incremental read = read("timestamp", "end-parameter: until, window: 1s");
    long future = NOW.plusSeconds(3_700).toEpochMilli();

    assertThatThrownBy(() -> Window.of(read, ReadingRange.from(future), NOW))
        .hasMessageStartingWith(
            "the run begins at 2024-05-10T09:31:55.250Z, which is in the future");
    assertThatThrownBy(() -> Window.of(read, ReadingRange.from(0), NOW))
        .hasMessageContaining("there are 1,715,329,815 windows, more than 100,000");
  }

  private static String shown(Incremental read, ReadingRange range) {
    List<Window> windows = Window.of(read, range, NOW);
    return windows.stream()
        .map(
            window ->
                window.parameters(read).entrySet().stream()
                        .map(Object::toString)
                        .collect(Collectors.joining(" "))
                    + (window.isOver() ? " over" : ""))
        .collect(Collectors.joining("; "));
  }

  private static ReadingRange backfill(Incremental read, String range) {
    int between = range.indexOf("..");
    return ReadingRange.backfill(
        read.scale().parse(range.substring(0, between)),
        read.scale().parse(range.substring(between + 2)));
  }

  private static Incremental read(String type, String keys) throws Exception {
    String start = type.equals("bigint") ? "0" : "2024-01-01";
    String more = keys.isEmpty() ? "" : ", " + keys;
    String definition =
        """
        name: changes
        source:
          url: http://people.example/changes
          records: /results
          incremental: {field: moved, start: %s, parameter: since%s}
        event:
          key: id
          fields:
            - {name: id, type: text, from: /id, required: true}
            - {name: moved, type: %s, from: /moved, required: true}
        topic: {name: changes}
        table: {keyspace: test, name: changes}
        """
            .formatted(start, more, type);
    return Pipeline.parse(Path.of("changes.yaml"), definition.getBytes(UTF_8))
        .source()
        .incremental()
        .orElseThrow();
  }
}
