package io.tributary.model.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.Pipeline;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a change of a definition means. */
class DefinitionDifferenceTest {
  private static final String TABLE = "table: {keyspace: park, name: trees}";

  private static Pipeline trees(String field, String topic, String tables) throws Exception {
    return Pipeline.parse(
        Path.of("trees.yaml"),
        """
        name: trees
        source: {url: "http://park.example/trees", records: /t, paging: {type: none}}
        event:
          key: id
          fields:
            - {name: id, type: bigint, from: /id, required: true}
            - {name: planted, type: date, from: /planted, required: true}
        %s
        topic: {name: trees%s}
        %s
        """
            .formatted(field, topic, tables)
            .getBytes(UTF_8));
  }

  private static Pipeline withField(String rest) throws Exception {
    String field =
        rest.isEmpty()
            ? ""
            : "    - {name: note, from: /note, %s}".formatted(rest.replace(';', ','));
    return trees(field, ", format: avro", TABLE);
  }

  private static List<String> words(Pipeline older, Pipeline newer) {
    return DefinitionDifference.between(older, newer).stream()
        .map(
            verdict ->
                "%s %s | %s | %s | %s"
                    .formatted(
                        verdict.field(),
                        verdict.change(),
                        verdict.accepted() ? "yes" : "no",
                        verdict.isPossible() ? verdict.table() : "impossible",
                        verdict.records())
                    .strip())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      emptyValue = "",
      value = {
        "'' => type: text => note is new (text) | yes | cassandra-init adds the column; rows that are there have null | are read, and have no value",
        "'' => type: int; required: true => note is new (int, required) | no | cassandra-init adds the column; rows that are there have null | become dead letters (MISSING_FIELD) if they are read again",
        "type: text => '' => note is gone | yes | the column stays, and rows that are there keep their values | are read; the value is ignored",
        "type: int => type: bigint => note was int and is bigint | yes | impossible | are read",
        "type: int => type: double => note was int and is double | yes | impossible | are read",
        "type: bigint => type: double => note was bigint and is double | yes | impossible | are read",
        "type: bigint => type: int => note was bigint and is int | no | impossible | are read; those out of range become dead letters (WRONG_TYPE)",
        "type: boolean => type: double => note was boolean and is double | no | impossible | those whose value is none of the new type become dead letters (WRONG_TYPE)",
        "type: text => type: json => note was text and is json | yes | nothing changes | are read",
        "type: text => type: uuid => note was text and is uuid | yes | impossible | those whose value is none of the new type become dead letters (WRONG_TYPE)",
        "type: frozen<list<int>> => type: frozen<set<int>> => note was frozen<list<int>> and is frozen<set<int>> | yes | impossible | are read",
        "type: text => type: text; required: true => note must have a value now | no | nothing changes | those without a value become dead letters (MISSING_FIELD) if they are read again",
        "type: text; required: true => type: text => note may have no value now | yes | nothing changes | are read",
      })
  void field_changes(String before, String after, String expected) throws Exception {
    assertThat(words(withField(before), withField(after))).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "type: text; max-length: 10 => type: text; max-length: 9",
        "type: text => type: text; min-length: 1",
        "type: text => type: text; format: email",
        "type: text => type: text; pattern: '[a-z]+'",
        "type: text; pattern: '[a-z]+' => type: text; pattern: '[a-y]+'",
        "type: text => type: text; one-of: [a]",
        "type: text; one-of: [a; b] => type: text; one-of: [a]",
        "type: int => type: int; min: 1",
        "type: int; max: 9 => type: int; max: 8",
        "type: frozen<list<int>>; max-items: 9 => type: frozen<list<int>>; max-items: 8",
      })
  void check_isStricter_inOneDirection(String looser, String stricter) throws Exception {
    assertThat(words(withField(looser), withField(stricter)))
        .containsExactly(
            "note has a stricter check | yes | nothing changes | those that break it become dead letters (CHECK_FAILED) if they are read again");
    if (!looser.contains("pattern")) {
      assertThat(words(withField(stricter), withField(looser))).isEmpty();
    }
    assertThat(words(withField(stricter), withField(stricter))).isEmpty();
  }

  @Test
  void format_changes() throws Exception {
    Pipeline plain = trees("", "", TABLE);
    Pipeline avro = trees("", ", format: avro", TABLE);
    Pipeline json = trees("", ", format: json-schema", TABLE);
    Pipeline elsewhere = trees("", ", format: json-schema, subject: record", TABLE);

    assertThat(words(plain, avro))
        .containsExactly("the format was json and is avro | yes | nothing changes | are read");
    assertThat(words(avro, plain))
        .containsExactly(
            "the format was avro and is json | yes | nothing changes | those that name a schema become dead letters (MALFORMED_JSON)");
    assertThat(words(avro, json))
        .containsExactly(
            "the format was avro and is json-schema | no | nothing changes | are read");
    assertThat(words(avro, elsewhere))
        .containsExactly(
            "the format was avro and is json-schema | yes | nothing changes | are read");
  }

  @Test
  void tables_changeByTheirKeys() throws Exception {
    String byDay =
        "tables:\n  - {keyspace: park, name: trees, partition-key: [planted], clustering: [id]}";
    String byDayDown =
        "tables:\n  - {keyspace: park, name: trees, partition-key: [planted], clustering: [id desc]}";
    String two = byDay + "\n  - {name: more, partition-key: [id]}";

    String kind = "    - {name: kind, type: text, from: /kind, required: true}";

    assertThat(words(trees(kind, "", byDay), trees(kind, "", byDayDown)))
        .containsExactly("the key of park.trees changes | yes | impossible | are read");
    assertThat(words(trees(kind, "", TABLE), trees(kind, "", byDay)))
        .containsExactly("the key of park.trees changes | yes | impossible | are read");
    assertThat(words(trees(kind, "", byDay), trees(kind, "", two)))
        .containsExactly(
            "the table park.more is new | yes | cassandra-init creates it; the consumer fills it with --mode initial --tables more | are read");
    assertThat(words(trees(kind, "", two), trees(kind, "", two))).isEmpty();
  }
}
