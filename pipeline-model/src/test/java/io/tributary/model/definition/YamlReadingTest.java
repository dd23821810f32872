package io.tributary.model.definition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * YAML 1.1 and 1.2 read some words differently: truth values, octal numbers, times in base 60,
 * dates. Here each value is read as it is written, and what could be meant in two ways is refused.
 */
class YamlReadingTest {
  private static final Path FILE = Path.of("p.yaml");

  private static final String DEFINITION =
      """
      name: on
      source:
        url: http://127.0.0.1:8090/
        records: ""
        query: {since: 2026-01-02, at: 1:30, flag: yes, code: 0x1F, big: 1_000, exp: 1e3}
      event:
        key: id
        fields:
          - {name: id, type: int, from: /id, required: true}
          - {name: answer, type: text, from: /answer, required: true, one-of: [yes, no, off, 007, 1.10]}
      topic: {name: 123}
      table: {keyspace: off, name: yes}
      dag: {id: 2024, records: 0100}
      """;

  @Test
  void values_areReadAsTheyAreWritten() throws Exception {
    Pipeline pipeline = Pipeline.parse(FILE, DEFINITION.getBytes(UTF_8));

    assertThat(pipeline.name()).isEqualTo("on");
    assertThat(pipeline.source().query().values().stream().flatMap(List::stream))
        .containsExactly("2026-01-02", "1:30", "yes", "0x1F", "1_000", "1e3");
    assertThat(pipeline.event().fields().get(1).checks().oneOf())
        .containsExactly("yes", "no", "off", "007", "1.10");
    assertThat(pipeline.topic().name()).isEqualTo("123");
    assertThat(pipeline.mainTable())
        .extracting(Table::keyspace, Table::name)
        .containsExactly("off", "yes");
    assertThat(pipeline.dag().id()).isEqualTo("2024");
    assertThat(pipeline.dag().records()).isEqualTo(100);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "required: true} => required: yes} => 9: found 'yes', expected true or false",
        "required: true} => required: on} => 9: found 'on', expected true or false",
        "required: true} => required: True} => 9: found 'True', expected true or false",
        "records: 0100 => records: 0o100 => 13: found '0o100', expected a whole number from 1 to 1000000",
        "records: 0100 => records: 0x40 => 13: found '0x40', expected a whole number from 1 to 1000000",
        "records: 0100 => records: 1_000 => 13: found '1_000', expected a whole number from 1 to 1000000",
        "records: 0100 => records: 1:30 => 13: found '1:30', expected a whole number from 1 to 1000000",
        "name: on => `name: on\nname: off` => 2: found 'name' a second time, expected each key once",
        "topic: {name: 123} => topic: {<<: {name: a}} => 11: found no 'name' in topic, expected letters, digits, '.', '_' and '-', at most 240 of them",
        "topic: {name: 123} => topic: &t {name: a} => 11: found an anchor, expected plain YAML without anchors",
        "topic: {name: 123} => topic: *t => 11: found an alias, expected the value itself, written out",
        "name: 123 => name: !!str 123 => 11: found a tag, expected plain YAML without tags",
        "topic: {name: 123} => `topic:\n\tname: a` => 12: found a tab as indentation, expected spaces",
        "dag: {id: 2024, records: 0100} => `---\ndag: {}` => 13: found a second YAML document, expected one definition in a file",
        "name: on => name: ~ => 1: found nothing as 'name' in the definition, expected lower-case letters, digits and underscores, at most 63 of them",
      })
  void whatCouldBeMeantInTwoWays_isRefused(String part, String replacement, String problem) {
    assertThat(DEFINITION).contains(part);
    String definition = DEFINITION.replace(part, replacement);

    InvalidDefinitionException invalid =
        catchThrowableOfType(
            InvalidDefinitionException.class,
            () -> Pipeline.parse(FILE, definition.getBytes(UTF_8)));

    assertThat(invalid.problems().get(0)).hasToString("p.yaml:" + problem);
  }
}
