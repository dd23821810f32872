package io.tributary.model.definition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonPointer;
import io.tributary.model.definition.AnswerForm.Format;
import io.tributary.model.definition.AnswerForm.RecordsAre;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The keys that say how an answer holds its records. */
class AnswerFormReaderTest {
  private static final Path FILE = Path.of("p.yaml");

  private static byte[] definition(String source, String field) {
    return """
        name: things
        source: {url: "http://things.example", %s}
        event:
          key: id
          fields:
            - {name: id, type: text, from: /id, required: true}
            - {name: more, type: timestamp, required: true, %s}
        topic: {name: things}
        table: {keyspace: test, name: things}
        """
        .formatted(source, field)
        .getBytes(UTF_8);
  }

  private static Pipeline pipeline(String source) throws InvalidDefinitionException {
    return Pipeline.parse(FILE, definition(source, "from: /more"));
  }

  @Test
  void form_isAListOfJson_ifNothingIsSaid() throws Exception {
    assertThat(pipeline("records: /r").source().form()).isEqualTo(AnswerForm.USUAL);
  }

  @Test
  void form_isWhatTheKeysSay() throws Exception {
    AnswerForm csv =
        pipeline(
                "format: csv, csv: {separator: tab, quote: none, header: false, names: [id, more]}")
            .source()
            .form();
    assertThat(csv.format()).isEqualTo(Format.CSV);
    assertThat(csv.csv())
        .isEqualTo(new AnswerForm.Csv('\t', Optional.empty(), List.of("id", "more")));
    assertThat(csv.csv().hasHeader()).isFalse();

    AnswerForm map =
        pipeline(
                "records: /r, records-are: map, each: /l, for-each: {s: [a, 7]},"
                    + " query: {q: '{each:s}'}")
            .source()
            .form();
    assertThat(map.recordsAre()).isEqualTo(RecordsAre.MAP);
    assertThat(map.each()).contains(JsonPointer.compile("/l"));
    assertThat(map.forEach()).containsExactlyEntriesOf(Map.of("s", List.of("a", "7")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "format: yaml, records: /r => found 'yaml', expected one of json, ndjson, csv, xml",
        "format: csv, records: /r => found '/r' with the format csv, expected no 'records'",
        "format: ndjson, error: /e => found '/e' with the format ndjson, expected no 'error'",
        "format: csv, paging: {type: token, token-parameter: t, next: /n, page-size: 5} => found '/n' with the format csv, expected paging by link-header",
        "format: ndjson, paging: {type: page, page-parameter: p, total: /n, page-size: 5} => found '/n' with the format ndjson",
        "format: csv, records-are: map => 'map' with the format csv, expected list",
        "format: xml, records: /r, records-are: columns => 'columns' with the format xml, expected list or object",
        "format: xml, records: '' => the whole answer with the format xml",
        "format: csv, csv: {separator: ';;'} => one ASCII character such as",
        "format: csv, csv: {separator: '\"'} => the separator as the quote too",
        "format: csv, csv: {header: false} => no header and no 'names'",
        "format: csv, csv: {names: [a]} => names beside a header",
        "format: csv, names: [a] => the names in 'csv'",
        "records: /r, csv: {} => 'csv' with the format json",
        "records: /r, names: [a, a] => 'a' again, expected each name once",
        "records: /r, records-are: object, names: [a] => 'names' of one object",
        "records: /r, records-are: columns, each: /l => 'each' with columns",
        "records: /r, each: '' => the whole record, expected a list within it",
        "records: /r, for-each: {s: []} => no values, expected one or more values for 's'",
        "records: /r, for-each: {s: [a]} => 's', which no request names, expected {each:s} in",
        "records: /r, query: {q: '{each:s}'} => expected a name of source.for-each",
        "records: '', records-are: map, paging: {type: page, page-parameter: p, total: /n, page-size: 5} => although 'records' says",
      })
  void form_isRefused_whenItCannotBeMeant(String source, String problem) {
    InvalidDefinitionException refusal =
        catchThrowableOfType(InvalidDefinitionException.class, () -> pipeline(source));

    assertThat(refusal).isNotNull().hasMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "from: answer:/a => -",
        "from: fetch-time => -",
        "from: run:id => -",
        "constant: 2026-11-28T10:00:00Z => -",
        "constant: soon => a value of type timestamp",
        "from: parent:/a => expected 'each' in the source",
        "from: map-key => expected 'records-are: map' in the source",
        "from: each:s => expected that name in the source's 'for-each'",
        "from: run:country => expected run:id, or a parameter that the source declares",
        "from: maps-key => or answer:/…, parent:/…",
        "from: 'answer:' => or answer:/…, parent:/…",
        "from: /a, constant: b => both 'from' and 'constant'",
        "from: fetch-time, format: epoch-seconds => a format of fetch-time",
      })
  void origin_isRefused_whenTheSourceHasNoneSuch(String field, String problem) {
    InvalidDefinitionException refusal =
        catchThrowableOfType(
            InvalidDefinitionException.class,
            () -> Pipeline.parse(FILE, definition("records: /r", field)));

    if (problem.equals("-")) {
      assertThat(refusal).isNull();
    } else {
      assertThat(refusal).isNotNull().hasMessageContaining(problem);
    }
  }

  @Test
  void origin_ofTheAnswer_isRefused_whereThatHasNothingButLines() {
    InvalidDefinitionException refusal =
        catchThrowableOfType(
            InvalidDefinitionException.class,
            () -> Pipeline.parse(FILE, definition("format: csv", "from: answer:/a")));

    assertThat(refusal).hasMessageContaining("lines have nothing beside their records");
  }
}
