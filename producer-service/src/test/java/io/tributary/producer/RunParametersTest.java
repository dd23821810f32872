package io.tributary.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.definition.Pipeline;
import io.tributary.producer.source.Definitions;
import io.tributary.runtime.command.UsageException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunParametersTest {

  @Test
  void of_isWhatTheRunSets_andTheDefaultsOfTheRest() throws Exception {
    assertThat(RunParameters.of(pipeline(), Map.of("country", "at")))
        .isEqualTo(Map.of("country", "at", "since", ""));
    assertThat(RunParameters.of(pipeline(), Map.of("country", "")))
        .isEqualTo(Map.of("country", "", "since", ""));
  }

  @Test
  void of_refusesAnUnknownParameter() {
    assertThatThrownBy(() -> RunParameters.of(pipeline(), Map.of("county", "at")))
        .isInstanceOf(UsageException.class)
        .hasMessage("pipeline people has no parameter 'county': did you mean 'country'?");
    assertThatThrownBy(() -> RunParameters.of(pipeline(), Map.of("zzz", "at")))
        .hasMessage("pipeline people has no parameter 'zzz': it has country, since");
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "..", "a\\nb", "\\0", "long"})
  void of_refusesWhatNoRequestCanCarry_withoutShowingIt(String value) {
    String text = value.equals("long") ? "l".repeat(1_001) : value.translateEscapes();
    assertThatThrownBy(() -> RunParameters.of(pipeline(), Map.of("country", text)))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("the parameter 'country' must have at most 1,000 characters");
  }

  @Test
  void time_isTheSameForEveryTryOfARun() {
    Instant begin = Instant.parse("2026-02-01T00:00:00Z");
    RunRequest named = RunRequest.of("20260131T120000Z-0a1b", new Target.Everything());
    assertThat(named.time(begin)).isEqualTo(Instant.parse("2026-01-31T12:00:00Z"));
    assertThat(RunRequest.of("20261331T120000Z-0a1b", new Target.Everything()).time(begin))
        .isEqualTo(begin);
    assertThat(RunRequest.of("mine", new Target.Everything()).time(begin)).isEqualTo(begin);
  }

  private static Pipeline pipeline() throws Exception {
    return Definitions.people(
        Definitions.source(
            """
            url: http://people.example/{run:country}
            parameters: {country: us, since: ""}
            """));
  }
}
