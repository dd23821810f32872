package io.tributary.model.definition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonPointer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code check} says about the records that delete their row. */
class DeletesReaderTest {
  private static final Path FILE = Path.of("p.yaml");
  private static final String LOANS =
      """
      name: loans
      source: {url: "http://library.example/loans", records: /loans}
      event:
        key: id
        hide: [/reader]
        delete-when: {at: /state, is: [returned, lost, 0]}
        tombstones: delete
        fields:
          - {name: id, type: int, from: /id, required: true}
          - {name: book, type: text, from: /book, required: true}
          - {name: branch, type: text, from: /branch, required: true}
      topic: {name: loans}
      table: {keyspace: library, name: loans, key: [id]}
      """;

  @Test
  void parse_readsBothKeys() throws Exception {
    Deletes deletes = deletesOf(LOANS);

    assertThat(deletes.tombstones()).isTrue();
    assertThat(deletes.when())
        .contains(
            new Deletes.When(JsonPointer.compile("/state"), List.of("returned", "lost", "0")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "{at: /gone} => [true]",
        "{at: /gone, is: [yes, 1]} => [yes, 1]",
        "{at: /gone, is: any} => []",
        "{at: /gone, is: [any]} => [any]",
      })
  void parse_readsTheValuesThatDelete(String written, String values) throws Exception {
    Deletes deletes = deletesOf(LOANS.replace("{at: /state, is: [returned, lost, 0]}", written));

    assertThat(deletes.when().orElseThrow().is()).hasToString(values);
  }

  @Test
  void parse_deletesNothing_whereTheDefinitionDoesNotSaySo() throws Exception {
    Deletes deletes = deletesOf(LOANS.replaceAll("(?m)^ *(delete-when|tombstones):.*\n", ""));

    assertThat(deletes).isEqualTo(Deletes.NONE);
    assertThat(deletes.any()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      value = {
        "at: /state | on: /state | 6: found no 'at' in delete-when, expected a JSON Pointer such as /results; 6: found the unknown key 'on' in delete-when, expected one of at, is",
        "at: /state | at: \"\" | 6: found the whole record, expected a member of it, such as /deleted",
        "at: /state | at: state | 6: found 'state', expected a JSON Pointer: empty, or '/' before each name (~1 for '/', ~0 for '~' in a name)",
        "at: /state | at: /reader/left | 6: found '/reader/left' in 'delete-when', which 'hide' names, expected a place that is not hidden: a rejected record keeps what says that it deletes",
        "`[returned, lost, 0]` | `[]` | 6: found 0 values as 'is', expected 1 to 100 of them",
        "`[returned, lost, 0]` | `[a, b, a]` | 6: found 'a' again, expected each value once",
        "`[returned, lost, 0]` | returned | 6: found 'returned', expected a list such as [true, \"yes\"], or the word any",
        "tombstones: delete | tombstones: yes | 7: found 'yes', expected reject or delete",
        "`key: [id]` | `key: [branch, id]` | 7: found 'tombstones: delete' with the key (branch, id) of table loans, expected a table whose key is 'id' alone: a record without a value has nothing but its key",
      },
      quoteCharacter = '`')
  void parse_namesWhatIsWrong(String right, String wrong, String problems) {
    InvalidDefinitionException invalid =
        catchThrowableOfType(
            InvalidDefinitionException.class, () -> deletesOf(LOANS.replace(right, wrong)));

    assertThat(
            invalid.problems().stream()
                .map(
                    problem ->
                        "%s: found %s, expected %s"
                            .formatted(problem.line(), problem.found(), problem.expected()))
                .collect(joining("; ")))
        .isEqualTo(problems);
  }

  @ParameterizedTest
  @CsvSource({"604799,1", "604800,0", "0,1", "0.5,0"})
  void warnings_nameATable_thatForgetsDeletesWithinAWeek(String seconds, int warnings)
      throws Exception {
    String forgetful =
        LOANS.replace(
            "key: [id]}", "key: [id], options: {gc_grace_seconds: %s}}".formatted(seconds));

    assertThat(ForgottenDeletes.warnings(Pipeline.parse(FILE, forgetful.getBytes(UTF_8))))
        .hasSize(warnings)
        .allMatch(what -> what.startsWith("table library.loans forgets deletes after " + seconds));
    String withoutDeletes = forgetful.replaceAll("(?m)^ *(delete-when|tombstones):.*\n", "");
    assertThat(ForgottenDeletes.warnings(Pipeline.parse(FILE, withoutDeletes.getBytes(UTF_8))))
        .isEmpty();
  }

  private static Deletes deletesOf(String definition) throws Exception {
    return Pipeline.parse(FILE, definition.getBytes(UTF_8)).event().deletes();
  }
}
