package io.tributary.console.mask;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.model.deadletter.DeadLetter;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.RecordPosition;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MasksTest {
  private static final String GUESTS =
      """
      name: guests
      source:
        url: https://hotel.example/guests
        records: /guests
        paging: {type: none}
      event:
        key: id
        fields:
          - {name: id, type: bigint, from: /id, required: true}
          - {name: surname, type: text, from: /surname, required: true, personal: true}
          - {name: nights, type: int, from: /nights}
          - {name: price, type: decimal, from: /price}
      topic: {name: guests, partitions: 2}
      table: {keyspace: hotel, name: guests}
      dag: {id: guests, records: 10}
      """;

  private final Pipeline guests = pipeline(GUESTS);
  private final Masks viewer = Masks.of(guests, false);
  private final Masks operator = Masks.of(guests, true);

  @Test
  void value_isMasked_whereItIsAboutAPerson() {
    assertThat(viewer.value("surname", "Okafor")).isEqualTo(Masks.MASK);
    assertThat(viewer.value("nights", "3")).isEqualTo("3");
    assertThat(operator.value("surname", "Okafor")).isEqualTo("Okafor");
  }

  @Test
  void value_isMasked_whereTheDefinitionNoLongerHasTheField() {
    assertThat(viewer.value("former_name", "Okafor")).isEqualTo(Masks.MASK);
    assertThat(operator.value("former_name", "Okafor")).isEqualTo("Okafor");
  }

  @Test
  void value_isNone_whereThereIsNone() {
    assertThat(viewer.value("surname", null)).isNull();
  }

  @Test
  void of_masksNothing_whenNoFieldIsPersonal() {
    Masks masks = Masks.of(pipeline(GUESTS.replace(", personal: true", "")), false);

    assertThat(masks.isActive()).isFalse();
    assertThat(masks.why()).isEmpty();
    assertThat(masks.value("surname", "Okafor")).isEqualTo("Okafor");
    assertThat(masks.value("former_name", "Okafor")).isEqualTo("Okafor");
  }

  @Test
  void key_isMasked_whenTheKeyIsPersonal() {
    Masks masks = Masks.of(pipeline(GUESTS.replace("key: id", "key: surname")), false);

    assertThat(masks.key("Okafor")).isEqualTo(Masks.MASK);
    assertThat(viewer.key("17")).isEqualTo("17");
  }

  @Test
  void event_hasTheValuesThatTheVisitorMaySee() {
    byte[] event =
        """
        {"id":17,"surname":"Okafor","nights":3,"price":80.50,"maiden_name":{"was":"Bello"},"_deleted":false}
        """
            .getBytes(UTF_8);

    assertThat(viewer.event(event).map(JsonNode::toString))
        .hasValue(
            "{\"id\":17,\"surname\":\"•••••\",\"nights\":3,\"price\":80.50,\"maiden_name\":\"•••••\",\"_deleted\":false}");
    assertThat(operator.event(event).map(JsonNode::toString))
        .hasValue(
            "{\"id\":17,\"surname\":\"Okafor\",\"nights\":3,\"price\":80.50,\"maiden_name\":{\"was\":\"Bello\"},\"_deleted\":false}");
  }

  @Test
  void event_isNotShown_whenItIsNoObject() {
    assertThat(viewer.event("Okafor".getBytes(UTF_8))).isEmpty();
    assertThat(viewer.event("[\"Okafor\"]".getBytes(UTF_8))).isEmpty();
    assertThat(viewer.event("{\"id\":1} Okafor".getBytes(UTF_8))).isEmpty();
    assertThat(viewer.event(new byte[0])).isEmpty();
    assertThat(viewer.event("{\"id\":\"Okafor\",\"id\":1}".getBytes(UTF_8))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "CHECK_FAILED, surname, true",
    "WRONG_TYPE, former_name, true",
    "REFUSED_BY_CASSANDRA, , true",
    "MALFORMED_JSON, , true",
    "A_LATER_REASON, , true",
    "WRONG_TYPE, nights, false",
    "MISSING_FIELD, surname, false",
    "KEY_MISMATCH, , false"
  })
  void letter_quotesNoPersonalValue(String reason, @Nullable String field, boolean masked) {
    String detail = "found 'Okafor', expected something else";
    String note =
        "failed again: %s%s: %s".formatted(reason, field == null ? "" : " (" + field + ")", detail);
    DeadLetter letter = letter(reason, field, detail, note);

    DeadLetter shown = viewer.letter(letter);

    assertThat(shown.toString().contains("Okafor")).isEqualTo(!masked);
    assertThat(shown.detail()).isEqualTo(masked ? Masks.MASK : detail);
    assertThat(shown.stateNote()).startsWith("failed again: " + reason);
    String named = note.replace("failed again", "guests-1@5");
    assertThat(viewer.sentence(named).contains("Okafor")).isEqualTo(!masked);
    assertThat(operator.sentence(named)).isEqualTo(named);
    assertThat(operator.letter(letter)).isEqualTo(letter);
  }

  @Test
  void letter_keepsWhatAPersonNoted() {
    DeadLetter letter = letter("WRONG_TYPE", "nights", "found 'x'", "test data: the hotel's own");

    assertThat(viewer.letter(letter)).isEqualTo(letter);
  }

  private static DeadLetter letter(
      String reason, @Nullable String field, String detail, String note) {
    return new DeadLetter(
        new RecordPosition("guests", 1, 5),
        reason,
        field,
        detail,
        Instant.EPOCH,
        null,
        null,
        "open",
        Instant.EPOCH,
        note,
        1);
  }

  private static Pipeline pipeline(String definition) {
    try {
      return Pipeline.parse(Path.of("guests.yaml"), definition.getBytes(UTF_8));
    } catch (Exception invalid) {
      throw new AssertionError(invalid);
    }
  }
}
