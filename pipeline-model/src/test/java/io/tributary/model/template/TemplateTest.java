package io.tributary.model.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.template.Variable.Kind;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
  private static final Values VALUES =
      Values.of(
              Instant.parse("2026-03-01T12:30:15.678Z"),
              Map.of("country", "us", "since", "", "limit", "30"))
          .withEach(Map.of("symbol", "BTC"))
          .withWindow(
              Optional.of(Instant.parse("2026-02-01T00:00:00Z")),
              Optional.of(Instant.parse("2026-02-02T00:00:00.250Z")))
          .withPaging(Map.of(Kind.PAGE, "3", Kind.SIZE, "50", Kind.SEED, "s"));

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "plain => plain",
        "p{page}of => p3of",
        "{page}{size} => 350",
        "{seed} => s",
        "{now} => 2026-03-01T12:30:15Z",
        "{now-1d} => 2026-02-28T12:30:15Z",
        "{now+90s} => 2026-03-01T12:31:45Z",
        "{now-2h|epoch-seconds} => 1772361015",
        "{now|epoch-milliseconds} => 1772368215000",
        "{now|epoch-microseconds} => 1772368215000000",
        "{now-1w|yyyy-MM-dd'T'HH:mm} => 2026-02-22T12:30",
        "{today} => 2026-03-01",
        "{today|iso} => 2026-03-01",
        "{today-7d|yyyyMMdd} => 20260222",
        "{today|epoch-seconds} => 1772323200",
        "{today-1h|HH} => 23",
        "{window-start} => 2026-02-01T00:00:00Z",
        "{window-end} => 2026-02-02T00:00:00.250Z",
        "{window-end|epoch-milliseconds} => 1769990400250",
        "{run:country}/{each:symbol} => us/BTC",
        "{{page}} of {page} => {page} of 3",
        "{{pages}} => {pages}",
        "{\"a\":{\"b\":{page}}} => {\"a\":{\"b\":3}}",
        "{{x}} {x} {} {a b} } { => {{x}} {x} {} {a b} } {",
      })
  void fill_replacesVariables(String text, String filled) {
    assertThat(Template.of(text).fill(VALUES)).contains(filled);
    assertThat(Template.of(text).fill(VALUES, value -> value)).isEqualTo(filled);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{token}", "a{last-value}", "{offset}", "{run:since}", "{each:other}"})
  void fill_isNothing_whenAVariableHasNoValue(String text) {
    assertThat(Template.of(text).fill(VALUES)).isEmpty();
    assertThat(Template.of(text).fill(VALUES, value -> value))
        .isEqualTo(text.replaceAll("\\{.*", ""));
  }

  @Test
  void fill_isNothing_withoutAWindow() {
    Values other = Values.of(Instant.EPOCH, Map.of());
    assertThat(Template.of("{window-start}").fill(other)).isEmpty();
    assertThat(Template.of("{window-end}").fill(other)).isEmpty();
  }

  @Test
  void fill_encodesValuesAlone() {
    assertThat(Template.of("/{run:country}/x").fill(VALUES, value -> "<" + value + ">"))
        .isEqualTo("/<us>/x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "{pages} => {page} (did you mean it?)",
        "{ofset} => {offset} (did you mean it?)",
        "{last_value} => {last-value} (did you mean it?)",
        "{Page} => {page} (did you mean it?)",
        "{page|iso} => {page}",
        "{page-1d} => {page}",
        "{now-1} => {now}, {now-1d} or {now|epoch-seconds}",
        "{now - 1d} => {now}, {now-1d} or {now|epoch-seconds}",
        "{now|epoch-second} => {now}, {now-1d} or {now|epoch-seconds}",
        "{today|bad} => {today}, {today-1d} or {today|epoch-seconds}",
        "{window-start-1d} => {window-start} or {window-start|epoch-seconds}",
        "{run} => {run:NAME}",
        "{run:a b} => {run:NAME}",
        "{each:} => {each:NAME}",
      })
  void doubts_areNearMissesOfVariables(String text, String expected) {
    assertThat(Template.of(text).hasVariables()).isFalse();
    assertThat(Template.doubts(text))
        .extracting(Variable.Doubt::expected)
        .containsExactly(expected);
    assertThat(Template.doubts("{" + text + "}")).as("in double braces").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{page}",
        "{{page}}",
        "{id}",
        "{}",
        "{name}",
        "{\"page\": 1}",
        "{ page }",
        "{date}",
        "{user}",
        "query { users { id } }",
        "{0}",
        "{country}",
        "{now}",
        "{run:country|number}"
      })
  void doubts_areNone_inOtherTexts(String text) {
    assertThat(Template.doubts(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "{page}, true",
    "{size}, true",
    "{offset}, true",
    "{token}, false",
    "{token|number}, true",
    "{run:limit|number}, true",
    "{now}, false",
    "{now|epoch-seconds}, true",
    "{today|yyyyMMdd}, false"
  })
  void variables_areNumbers_whereTheyCountOrAreToldTo(String text, boolean number) {
    assertThat(Template.of(text).only().orElseThrow().number()).isEqualTo(number);
    assertThat(Template.of("x" + text).only()).isEmpty();
  }
}
