package io.tributary.model.definition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code check} says about {@code source.incremental} and the keys of {@code dag} beside. */
class IncrementalReaderTest {
  private static final Path FILE = Path.of("p.yaml");

  private String changes = "";

  @BeforeEach
  void read() throws Exception {
    changes = Files.readString(Path.of("src/test/resources/pipelines/changes.yaml"));
  }

  @Test
  void parse_readsEveryKey() throws Exception {
    Pipeline pipeline = Pipeline.parse(FILE, changes.getBytes(UTF_8));

    Incremental read = pipeline.source().incremental().orElseThrow();
    assertThat(read.field()).isEqualTo("updated");
    assertThat(read.scale()).isEqualTo(CursorScale.TIME);
    assertThat(read.scale().text(read.start())).isEqualTo("2024-01-01T00:00:00Z");
    assertThat(read.parameter()).contains("since");
    assertThat(read.endParameter()).contains("until");
    assertThat(read.written(read.start())).isEqualTo("1704067200");
    assertThat(read.window()).contains(Duration.ofDays(1));
    assertThat(read.lookback()).contains(Duration.ofMinutes(90));
    assertThat(pipeline.dag().readsAll()).isTrue();
    assertThat(pipeline.dag().interval()).contains(DagInterval.DATA_INTERVAL);
    assertThat(pipeline.dag().catchup()).isTrue();
    assertThat(pipeline.dag().start()).contains(Instant.parse("2024-01-31T00:00:00Z"));
  }

  @Test
  void parse_readsToTheEndFromTheCursor_whereTheDagSaysNothing() throws Exception {
    Pipeline pipeline =
        Pipeline.parse(FILE, changes.replaceAll("(?m)^dag: .*$", "").getBytes(UTF_8));

    assertThat(pipeline.dag().readsAll()).isTrue();
    assertThat(pipeline.dag().interval()).contains(DagInterval.CURSOR);
    assertThat(pipeline.dag().catchup()).isFalse();
    assertThat(pipeline.dag().start()).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      value = {
        "field: updated | field: update | 8: found 'update', expected the name of a field (did you mean 'updated'?)",
        "field: updated | field: code | 8: found field 'code' of type text, expected a field of type timestamp, date, int or bigint to read by",
        "field: updated | other: updated | 8: found no 'field' in incremental, expected the name of a field; 8: found the unknown key 'other' in incremental, expected one of field, start, parameter, end-parameter, format, window, lookback",
        "updated, type: timestamp, from: /updated | updated, type: timestamp, from: fetch-time | 8: found field 'updated', whose value is not the record's, expected a field that says when the record changed",
        "start: 2024-01-01 | start: 1st | 9: found '1st', expected as the field has it, a time such as 2024-01-31T12:00:00Z, or a day such as 2024-01-31",
        "parameter: since | parameter: a&b | 10: found 'a&b', expected the name of a query parameter",
        "parameter: since | parameter: skip | 10: found 'skip', which 'query' or 'paging' sets, expected it in one place only",
        "end-parameter: until | end-parameter: since | 11: found 'since', as 'parameter', expected another name",
        "end-parameter: until | end-parameter: n | 11: found 'n', which 'query' or 'paging' sets, expected it in one place only",
        "`    end-parameter: until\n` | `` | 12: found a window without an end, expected 'end-parameter', or {window-end} in the request, so that windows can end; 23: found 'interval: data-interval' without requests that name an end in time, expected source.incremental with a time as field, and with an end-parameter",
        "`    parameter: since\n` | `` | 8: found no 'parameter' in incremental, expected the query parameter that says from when on, or {window-start} in the request",
        "format: epoch-seconds | format: epoch-second | 12: found 'epoch-second', expected 'epoch-seconds' (did you mean it?)",
        "format: epoch-seconds | format: HH:mm | 12: found 'HH:mm', expected iso, epoch-seconds, epoch-milliseconds, epoch-microseconds, or a pattern such as \"yyyy-MM-dd HH:mm\" that gives a day",
        "window: 1d | window: 1500ms | 13: found a window that ends between two times that requests can name (1704067200, 1704067201), expected a window that 'format' and the field's type can name",
        "window: 1d | window: day | 13: found 'day', expected a duration such as 500ms, 30s, 5m, 2h, 1d",
        "field: updated | field: version | 9: found '2024-01-01', expected as the field has it, a whole number; 12: found 'format' although the field is a number, expected it for times only; 13: found 'window' although the field is a number, expected it for times only; 14: found 'lookback' although the field is a number, expected it for times only",
        "type: offset, offset-parameter: skip | type: page, page-parameter: skip, seed-parameter: s | 7: found 'incremental' although paging has a seed-parameter, expected one of the two: a source that makes up records has no changes",
        "records: all | records: 5 | 24: found a number of records although the source is incremental, expected all: only what is read to its end moves the cursor",
        "interval: data-interval | interval: day | 24: found 'day', expected one of cursor, data-interval; 24: found 'catchup: true' although runs read from a cursor, or all, expected 'interval: data-interval' too",
        "\"@daily\" | \"@once\" | 24: found 'interval: data-interval' without a schedule that has intervals, expected a 'schedule' such as @daily",
        "`    end-parameter: until\n    format: epoch-seconds\n    window: 1d\n` | `` | 21: found 'interval: data-interval' without requests that name an end in time, expected source.incremental with a time as field, and with an end-parameter",
        "`, start: 2024-01-31` | `` | 24: found 'catchup: true' without a start, expected a 'start' too",
        "start: 2024-01-31 | start: soon | 24: found 'soon', expected a day such as 2024-01-31, or a time such as 2024-01-31T12:00:00Z",
        "name: changes} | name: pipeline_cursors} | 23: found 'pipeline_cursors', expected a name that is not the cursors'",
      },
      quoteCharacter = '`')
  void parse_namesWhatIsWrong(String part, String replacement, String problems) {
    assertThat(changes).contains(part);

    assertThat(problemsOf(changes.replace(part, replacement)))
        .isEqualTo(problems.replaceAll("(^|; )(\\d+: )", "$1p.yaml:$2"));
  }

  @Test
  void parse_takesTemplates_inPlaceOfParameters() throws Exception {
    String templates =
        changes
            .replaceAll("(?m)^    (end-)?parameter: .*\n", "")
            .replace(
                "lots.example/changes",
                "lots.example/{window-start|epoch-seconds}/{window-end|epoch-seconds}");

    Incremental read =
        Pipeline.parse(FILE, templates.getBytes(UTF_8)).source().incremental().orElseThrow();
    assertThat(read.isBounded()).isTrue();
    assertThat(problemsOf(templates.replace("{window-end|epoch-seconds}", "{window-end}")))
        .isEqualTo(
            "p.yaml:10: found the format epoch-seconds, and {window-end} in the request with iso,"
                + " expected the same format, as {window-end|epoch-seconds}");
    assertThat(
            problemsOf(
                templates
                    .replaceAll("(?m)^    (format|window|lookback): .*\n", "")
                    .replace("field: updated", "field: version")
                    .replace("start: 2024-01-01", "start: 1")))
        .contains("{window-start} in the request although the field is a number");
  }

  @Test
  void parse_refusesIntervals_ofASourceThatIsReadAsAWhole() {
    String whole = changes.replaceAll("(?ms)^  incremental:.*?(?=^event:)", "");

    assertThat(problemsOf(whole))
        .isEqualTo(
            "p.yaml:16: found 'interval' without source.incremental, expected both, or none of them");
  }

  private static String problemsOf(String definition) {
    try {
      Pipeline.parse(FILE, definition.getBytes(UTF_8));
      return "";
    } catch (InvalidDefinitionException invalid) {
      return invalid.problems().stream().map(Object::toString).collect(joining("; "));
    }
  }
}
