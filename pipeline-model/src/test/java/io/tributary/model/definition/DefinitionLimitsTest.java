package io.tributary.model.definition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** On both sides of each limit; and what stands where a list or a mapping belongs. */
class DefinitionLimitsTest {
  private static final String FIELD = "{name: v, type: text, from: /v}";
  private static final String FIELDS =
      "[{name: id, type: bigint, from: /id, required: true}, "
          + "{name: at, type: timestamp, from: /at, required: true}, "
          + FIELD
          + "]";
  private static final String VALID =
      """
      name: gauges
      source:
        url: http://localhost/gauges
        records: /gauges
        paging: {type: none}
        query: {unit: m}
      event:
        key: id
        hide: [/owner]
        fields: %s
      topic: {name: gauges, partitions: 1}
      table: {keyspace: rivers, name: gauges, key: [id]}
      """
          .formatted(FIELDS);

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      value = {
        "type: int, min: -2147483648, max: 2147483647",
        "type: bigint, min: -9223372036854775808, max: 9223372036854775807",
        "type: int, min: 3, max: 3",
        "type: text, min-length: 3, max-length: 3, one-of: [abc, xyz]",
      })
  void parse_takesWhatIsJustWithin(String field) throws Exception {
    assertThat(parse(FIELD, "{name: v, from: /v, " + field + "}").event().fields()).hasSize(3);
  }

  @Test
  void parse_takesTheLongestPattern_andNoLonger() throws Exception {
    Pipeline longest = parse("from: /v}", "from: /v, pattern: %s}".formatted("a".repeat(1000)));
    assertThat(longest.event().fields()).hasSize(3);
    assertRefused(
        "from: /v}", "from: /v, pattern: %s}".formatted("a".repeat(1001)), "1,001 characters");
  }

  @Test
  void parse_takesAsManyFieldsAsATableMayHave_andNoMore() throws Exception {
    assertThat(parse(FIELD, more(498)).event().fields()).hasSize(500);
    assertRefused(FIELD, more(499), "501 fields");
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of("fields: " + FIELDS, "fields: []", "no fields"),
        Arguments.of("fields: " + FIELDS, "fields: [id]", "expected a list of fields"),
        Arguments.of("fields: " + FIELDS, "", "found no 'fields'"),
        Arguments.of("[/owner]", "[/owner, null]", "nothing in 'hide'"),
        Arguments.of("{unit: m}", "[unit]", "no mapping as 'query'"),
        Arguments.of("type: text", "type: int, min: -2147483649", "-2147483649"),
        Arguments.of("type: text", "type: int, max: 2147483648", "2147483648"),
        Arguments.of("from: /v}", "from: /v, min-length: 4, one-of: [abc]}", "3 characters"),
        Arguments.of("from: /v}", "from: /v, max-length: 2, one-of: [abc]}", "3 characters"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void parse_refusesWhatIsJustBeyond_orOfAnotherShape(
      String part, String replacement, String problem) {
    assertRefused(part, replacement, problem);
  }

  private static void assertRefused(String part, String replacement, String problem) {
    assertThatThrownBy(() -> parse(part, replacement))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining(problem);
  }

  private static String more(int fields) {
    return IntStream.range(0, fields)
        .mapToObj(number -> "{name: f" + number + ", type: text, from: /f" + number + "}")
        .collect(joining(", "));
  }

  private static Pipeline parse(String part, String replacement) throws InvalidDefinitionException {
    assertThat(VALID).contains(part);
    return Pipeline.parse(Path.of("gauges.yaml"), VALID.replace(part, replacement).getBytes(UTF_8));
  }
}
