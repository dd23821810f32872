package io.tributary.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {
  private static final List<String> KNOWN = List.of("limit", "open", "since", "state");

  @Test
  void values_areAsGiven_orAsTheRouteHasThem() {
    Parameters parameters =
        parameters("limit", "7", "open", "true", "since", "2026-11-29T18:00:00Z", "state", "open");

    assertThat(parameters.number("limit", 50, 1, 500)).isEqualTo(7);
    assertThat(parameters.flag("open")).isTrue();
    assertThat(parameters.time("since")).contains(Instant.parse("2026-11-29T18:00:00Z"));
    assertThat(parameters.oneOf("state", List.of("open", "closed"))).contains("open");
    Parameters none = parameters();
    assertThat(none.number("limit", 50, 1, 500)).isEqualTo(50);
    assertThat(none.flag("open")).isFalse();
    assertThat(none.time("since")).isEmpty();
    assertThat(none.oneOf("state", List.of("open"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "501",
        "-1",
        "",
        " 5",
        "5.0",
        "1e2",
        "+5",
        "٥",
        "99999999999999999999",
        "9223372036854775808"
      })
  void number_isRefused_whenItIsNoneWithinTheBounds(String given) {
    refused(
        "The parameter limit is '", () -> parameters("limit", given).number("limit", 50, 1, 500));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yes", "TRUE", "1"})
  void flag_isRefused_whenItIsNeitherTrueNorFalse(String given) {
    refused("expected true or false", () -> parameters("open", given).flag("open"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "yesterday", "2026-11-29", "2026-11-29T18:00:00", "2026-02-30T00:00:00Z"})
  void time_isRefused_whenItIsNoTimeWithAnOffset(String given) {
    refused("expected a time such as", () -> parameters("since", given).time("since"));
  }

  @Test
  void parameter_isRefused_whenTheRouteDoesNotKnowIt() {
    refused("There is no parameter 'limt': this takes limit, open", () -> parameters("limt", "7"));
  }

  @Test
  void parameter_isRefused_whenItIsGivenTwice() {
    refused(
        "limit is given twice",
        () -> Parameters.of(Map.of("limit", List.of("1", "2")), KNOWN).number("limit", 1, 1, 2));
  }

  @Test
  void parameter_isRefused_whenItIsLong() {
    refused("more than 8,192 characters", () -> parameters("state", "x".repeat(8_193)));
  }

  private static Parameters parameters(String... namesAndValues) {
    Map<String, List<String>> query = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      query.put(namesAndValues[i], List.of(namesAndValues[i + 1]));
    }
    return Parameters.of(query, KNOWN);
  }

  private static void refused(String why, Runnable use) {
    assertThatThrownBy(use::run)
        .isInstanceOfSatisfying(
            ProblemException.class, problem -> assertThat(problem.status()).isEqualTo(400))
        .hasMessageContaining(why);
  }
}
