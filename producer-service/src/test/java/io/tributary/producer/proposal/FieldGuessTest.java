package io.tributary.producer.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.producer.sample.SourceRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldGuessTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "n => 1, 2 => int",
        "n => 1, 1000000000 => bigint",
        "n => 1, 12345678901234567890 => decimal",
        "n => 1, 2.5 => double",
        "n => 0.1234567890123456789 => decimal",
        "price => 1, 2.5 => decimal",
        "n => 1764300000 => bigint",
        "created => 1764300000, 1764300001 => timestamp {format=epoch-seconds}",
        "updatedAt => 1764300000123 => timestamp {format=epoch-milliseconds}",
        "expires_at => 1764300000123456 => timestamp {format=epoch-microseconds}",
        "created => 1764300000, 12 => bigint",
        "created => \"1764300000\" => timestamp {format=epoch-seconds}",
        "market_cap => 1915000000000 => bigint",
        "n => true, false, null => boolean",
        "n => \"true\", \"false\" => boolean",
        "n => 3, false => int {on-error=null}",
        "n => \"0f8fad5b-d9cb-469f-a165-70867728950e\", null => uuid",
        "n => \"2026-11-28\" => date",
        "n => \"2026-11-28T10:00:00Z\", \"2026-11-28T10:00:00.123+02:00\" => timestamp",
        "n => \"2026-11-28 10:00:00\", \"\" => timestamp {zone=UTC}",
        "n => \"2026-11-28\", \"n/a\" => text",
        "n => \"1.50\", \"2\" => decimal",
        "n => \"007\", \"12\" => text",
        "n => \"12\", 13 => text",
        "n => \"a &amp; b\" => text {clean=[html-entities, nfc, trim, empty-to-null]}",
        "n => [1], null => frozen<list<int>>",
        "n => [1, 2.5], [] => frozen<list<double>>",
        "n => [\"a\", \"\"] => frozen<list<text>> {null-items=skip}",
        "n => [\"2026-11-28\"] => frozen<list<date>>",
        "n => [], [] => text {format=json}",
        "n => [1, \"a\"] => text {format=json}",
        "n => [[1]] => text {format=json}",
        "n => [{}] => text {format=json}",
        "n => {}, \"x\" => text {format=json}",
      })
  void guess_followsNameAndValues(String name, String values, String guess) throws Exception {
    assertThat(guess(name, "[" + values + "]")).isEqualTo(guess);
  }

  @Test
  void longTexts_haveRoom() throws Exception {
    assertThat(guess("n", "[\"" + "x".repeat(2000) + "\"]")).isEqualTo("text");
    assertThat(guess("n", "[\"" + "x".repeat(3000) + "\"]")).isEqualTo("text {max-length=100000}");
    assertThat(guess("n", "[[\"" + "x".repeat(3000) + "\"]]"))
        .isEqualTo("frozen<list<text>> {max-length=100000}");
    assertThat(guess("n", "[{\"a\":\"" + "x".repeat(2000) + "\"}]"))
        .isEqualTo("text {format=json, max-length=10000}");
    assertThat(guess("n", "[[" + "1,".repeat(299) + "1]]"))
        .isEqualTo("frozen<list<int>> {max-items=1200}");
  }

  @Test
  void noValues_haveNoType() throws Exception {
    assertThat(guess("n", "[null, \"\"]")).isEmpty();
  }

  private static String guess(String name, String values) throws Exception {
    List<JsonNode> list = new ArrayList<>();
    SourceRecords.JSON.readTree(values).forEach(list::add);
    Optional<FieldGuess> guess = FieldGuess.of(new Member(List.of(name), list, list.size()));
    return guess
        .map(found -> found.type() + (found.keys().isEmpty() ? "" : " " + found.keys()))
        .orElse("");
  }
}
