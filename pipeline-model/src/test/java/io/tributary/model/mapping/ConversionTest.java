package io.tributary.model.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.Pipeline;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a field's {@code format}, {@code zone}, words and {@code default} make values. */
class ConversionTest {
  private static final String DEFINITION =
      """
      name: readings
      source: {url: "http://localhost/readings", records: "", paging: {type: none}}
      event:
        key: id
        hide: [/secret/pin]
        fields:
          - {name: id, type: bigint, from: /id, required: true}
          - {name: name, type: text, from: /name, required: true}
          - {name: v, from: /v, %s}
      topic: {name: readings, partitions: 1}
      table: {keyspace: lab, name: readings, key: [id]}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "type: timestamp, format: epoch-seconds => 1764324000 => `\"2025-11-28T10:00:00.000Z\"`",
        "type: timestamp, format: epoch-seconds => 1764324000.1259 => `\"2025-11-28T10:00:00.125Z\"`",
        "type: timestamp, format: epoch-seconds => `\" 1764324000\"` => `\"2025-11-28T10:00:00.000Z\"`",
        "type: timestamp, format: epoch-seconds => 1.764324e9 => `\"2025-11-28T10:00:00.000Z\"`",
        "type: timestamp, format: epoch-seconds => -0.5 => `\"1969-12-31T23:59:59.500Z\"`",
        "type: timestamp, format: epoch-milliseconds => `\"1764324000125\"` => `\"2025-11-28T10:00:00.125Z\"`",
        "type: timestamp, format: epoch-microseconds => 1764324000125999 => `\"2025-11-28T10:00:00.125Z\"`",
        "type: date, format: epoch-seconds => 1764370800 => `\"2025-11-28\"`",
        "type: date, format: epoch-seconds, zone: Europe/Vienna => 1764370800 => `\"2025-11-29\"`",
        "type: timestamp, zone: Europe/Vienna => `\"2026-07-01T10:00:00\"` => `\"2026-07-01T08:00:00.000Z\"`",
        "type: timestamp, zone: Europe/Vienna => `\"2026-07-01 10:00:00.5\"` => `\"2026-07-01T08:00:00.500Z\"`",
        "type: timestamp, zone: Europe/Vienna => `\"2026-07-01T10:00\"` => `\"2026-07-01T08:00:00.000Z\"`",
        "type: timestamp, zone: Europe/Vienna => `\"2026-07-01\"` => `\"2026-06-30T22:00:00.000Z\"`",
        "type: timestamp, zone: Europe/Vienna => `\"2026-07-01T10:00:00Z\"` => `\"2026-07-01T10:00:00.000Z\"`",
        "type: timestamp, zone: '+02:00' => 1764324000000 => `\"2025-11-28T10:00:00.000Z\"`",
        "type: date => `\"2026-11-28T00:00:00.000\"` => `\"2026-11-28\"`",
        "type: date => `\"2026-11-28 23:30\"` => `\"2026-11-28\"`",
        "type: date, zone: Asia/Tokyo => `\"2026-11-28T23:30:00Z\"` => `\"2026-11-29\"`",
        "type: timestamp, format: 'dd.MM.yyyy HH:mm', zone: UTC => `\"28.11.2026 09:05\"` => `\"2026-11-28T09:05:00.000Z\"`",
        "type: timestamp, format: 'EEE, d MMM yyyy HH:mm:ss Z' => `\"sat, 28 Nov 2026 10:00:00 +0100\"` => `\"2026-11-28T09:00:00.000Z\"`",
        "type: date, format: yyyyMMdd => 20261128 => `\"2026-11-28\"`",
        "type: date, format: M/d/yyyy => `\"7/1/2026\"` => `\"2026-07-01\"`",
        "type: int => 7.0 => 7",
        "type: int => 1e3 => 1000",
        "type: bigint => 31415000000.0 => 31415000000",
        "type: boolean, true-words: [yes, y], false-words: ['no'] => `\"Yes\"` => true",
        "type: boolean, true-words: [yes, y], false-words: ['no'] => `\"no\"` => false",
        "type: boolean, true-words: ['1'], false-words: ['2'] => 2 => false",
        "type: text, format: json => `{\"a\":[1,\"x\"]}` => `\"{\\\"a\\\":[1,\\\"x\\\"]}\"`",
        "type: text, format: json => `[ ]` => `\"[ ]\"`",
        "type: text, format: json => `\"plain\"` => `\"\\\"plain\\\"\"`",
        "type: text, format: json => 1.50 => `\"1.50\"`",
        "type: int, on-error: null => `\"n/a\"` => absent",
        "type: int, default: -1 => null => -1",
        "type: int, default: -1, on-error: default => `\"n/a\"` => -1",
        "type: int, max: 9, default: 0, on-error: default => 10 => 0",
        "type: text, default: 'none \"yet\"' => `\"\"` => `\"none \\\"yet\\\"\"`",
        "type: timestamp, default: '2000-01-01T00:00:00Z' => null => `\"2000-01-01T00:00:00.000Z\"`",
        "type: double, default: 1 => null => 1.0",
      })
  void map_readsTheValue_asTheFieldSays(String field, String found, String expected)
      throws Exception {
    String member = expected.equals("absent") ? "" : ",\"v\":" + expected;

    assertThat(map(field, found))
        .isInstanceOfSatisfying(
            MappedRecord.Event.class,
            event ->
                assertThat(new String(event.value(), UTF_8))
                    .isEqualTo("{\"id\":1,\"name\":\"n\"%s}", member));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "type: timestamp => `\"2026-07-01T10:00:00\"`",
        "type: timestamp, format: epoch-seconds => `\"2026-07-01T10:00:00Z\"`",
        "type: timestamp, format: epoch-seconds => 1e300",
        "type: date, format: dd.MM.yyyy => `\"31.02.2026\"`",
        "type: timestamp, format: 'dd.MM.yyyy HH:mm' => `\"28.11.2026 09:05\"`",
        "type: timestamp, zone: UTC => `\"2026-02-30T10:00\"`",
        "type: int => 1.5",
        "type: int => 1e10",
        "type: int, default: -1 => `\"n/a\"`",
        "type: boolean, true-words: [yes] => `\"true\"`",
        "type: text => `[1]`",
        "type: uuid => `\"7\"`",
        "type: date => `\"yesterday\"`",
        "type: text, max-length: 3 => `\"four\"`",
        "type: text => `\"\\ud800\"`",
        "type: text, format: json, max-length: 5 => `[1,2,3]`",
      })
  void map_rejectsTheRecord_byDefault(String field, String found) throws Exception {
    assertThat(map(field, found)).isInstanceOf(MappedRecord.Rejected.class);
  }

  /** A joined text is held to the field's checks like any other, and each part must be text. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "max-length: 3 => `\"ab\"`",
        "max-length: 3 => `\"ab\\ud800\"`",
      })
  void map_rejectsTheRecord_whenAJoinedTextBreaksACheck(String check, String found)
      throws Exception {
    String joined = DEFINITION.replace("from: /v, %s", "type: text, join: \"{/v}+{/v}\", " + check);

    assertThat(map(pipeline(joined), found)).isInstanceOf(MappedRecord.Rejected.class);
  }

  @Test
  void map_countsNoValue_whereTheDefaultStandsForIt() throws Exception {
    assertThat(map("type: int, default: 5", "null"))
        .isInstanceOfSatisfying(
            MappedRecord.Event.class,
            event -> {
              assertThat(event.filled().has(0)).isTrue();
              assertThat(event.filled().has(2)).isFalse();
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "type: timestamp, format: epoch-second => did you mean it",
        "type: timestamp, format: HH:mm => gives a day",
        "type: timestamp, format: 'yyyy-bb' => gives a day",
        "type: timestamp, zone: Mars/Base => a time zone such as",
        "type: text, zone: UTC => it only at timestamp, date",
        "type: int, format: json => it only at text, timestamp, date",
        "type: int, true-words: [yes] => it only at boolean",
        "type: boolean, true-words: [yes], false-words: [YES] => one of the two",
        "type: int, on-error: nul => one of reject, null, default",
        "type: int, on-error: default => a 'default' too",
        "type: int, on-error: null, required: true => reject",
        "type: int, default: 1, required: true => one of the two",
        "type: int, default: x => a value of type int",
        "type: int, default: 5, max: 4 => a value of type int",
        "type: text, default: c, one-of: [a, b] => a value of type text",
        "type: date, default: '2026-02-30' => a value of type date",
      })
  void parse_saysWhatIsWrong(String field, String said) {
    assertThatThrownBy(() -> pipeline(DEFINITION.formatted(field)))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining(said);
  }

  @Test
  void parse_refusesJson_thatHoldsWhatIsHidden() {
    String definition =
        DEFINITION.formatted("type: text, format: json").replace("from: /v", "from: /secret");

    assertThatThrownBy(() -> pipeline(definition))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("hide");
  }

  private static MappedRecord map(String field, String found) throws Exception {
    return map(pipeline(DEFINITION.formatted(field)), found);
  }

  private static MappedRecord map(Pipeline pipeline, String found) throws Exception {
    return new SourceRecordMapper(pipeline)
        .map("{\"id\":1,\"name\":\"n\",\"v\":%s}".formatted(found).getBytes(UTF_8));
  }

  private static Pipeline pipeline(String definition) throws InvalidDefinitionException {
    return Pipeline.parse(Path.of("r.yaml"), definition.getBytes(UTF_8));
  }
}
