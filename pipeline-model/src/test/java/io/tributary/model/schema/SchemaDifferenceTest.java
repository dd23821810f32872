package io.tributary.model.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes that no definition makes, but schemas of other programs do. */
class SchemaDifferenceTest {

  private static EventSchema avro(String name, String field) {
    return EventSchema.registered(
        EventSchema.AVRO,
        "{\"type\":\"record\",\"name\":\"%s\",\"fields\":[%s]}".formatted(name, field));
  }

  @ParameterizedTest
  @ValueSource(strings = {"BACKWARD", "FORWARD", "FULL", "FULL_TRANSITIVE"})
  void anotherName_isAllowedByNoRule(String rule) {
    String field = "{\"name\":\"id\",\"type\":\"long\"}";

    assertThat(
            SchemaDifference.problems(rule, List.of(avro("Order", field)), avro("Purchase", field)))
        .containsExactly("the record was called Order and is called Purchase");
    assertThat(
            SchemaDifference.problems(
                rule, List.of(avro("a.Order", field)), avro("b.Order", field)))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"BACKWARD", "FORWARD", "FULL"})
  void aDefault_mayComeAndGo(String rule) {
    EventSchema without = avro("Order", "{\"name\":\"id\",\"type\":\"long\"}");
    EventSchema with = avro("Order", "{\"name\":\"id\",\"type\":\"long\",\"default\":0}");

    assertThat(SchemaDifference.problems(rule, List.of(without), with)).isEmpty();
    assertThat(SchemaDifference.problems(rule, List.of(with), without)).isEmpty();
    assertThat(SchemaDifference.inWords(SchemaDifference.between(without, with)))
        .isEqualTo("id: has a default now");
    assertThat(SchemaDifference.inWords(SchemaDifference.between(with, without)))
        .isEqualTo("id: has no default any more");
  }

  @Test
  void whatIsNoJson_isNeverAllowed() {
    EventSchema broken = EventSchema.registered(EventSchema.AVRO, "{");

    assertThat(SchemaDifference.problems("BACKWARD", List.of(broken), avro("Order", "")))
        .containsExactly("one of the two schemas is not JSON");
  }
}
