package io.tributary.model.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.Decoded;
import io.tributary.model.event.EventDecoder;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Collections whose items are at several places of the record. */
class GatheredTest {
  private static final String PLACE =
      "{name: place, type: \"vector<float, 2>\", from: [/at/lat, /at/lon]}";
  private static final String PHONES =
      "{name: phones, type: frozen<list<text>>, from: [/phone, /cell]%s}";

  private static Pipeline pipeline(String field) throws InvalidDefinitionException {
    return Pipeline.parse(
        Path.of("p.yaml"),
        """
        name: people
        source: {url: "http://localhost/", records: /items, paging: {type: none}}
        event:
          key: id
          fields:
            - {name: id, type: text, from: /id, required: true}
            - {name: seen, type: boolean, from: /seen, required: true}
            - %s
        topic: {name: people}
        table: {keyspace: shop, name: people}
        """
            .formatted(field)
            .getBytes(UTF_8));
  }

  private static String mapped(String field, String members) throws Exception {
    Pipeline pipeline = pipeline(field);
    byte[] page = "{\"items\":[{\"id\":\"a\",\"seen\":true%s}]}".formatted(members).getBytes(UTF_8);
    MappedRecord record = new PageMapper(pipeline).map(page).records().get(0);
    if (record instanceof MappedRecord.Rejected rejected) {
      return rejected.refusal().detail();
    }
    MappedRecord.Event event = (MappedRecord.Event) record;
    assertThat(new EventDecoder(pipeline).decode(event.key(), event.value()))
        .isInstanceOf(Decoded.Row.class);
    return new String(Objects.requireNonNull(event.value()), UTF_8)
        .replace("{\"id\":\"a\",\"seen\":true", "")
        .replaceFirst("}$", "");
  }

  @Test
  void map_takesAnItemFromEachPlace_inTheirOrder() throws Exception {
    assertThat(mapped(PLACE, ",\"at\":{\"lon\":13.4,\"lat\":\"52.5\"}"))
        .isEqualTo(",\"place\":[52.5,13.4]");
    assertThat(mapped(PHONES.formatted(""), ",\"cell\":2,\"phone\":\" 1 \""))
        .isEqualTo(",\"phones\":[\"1\",\"2\"]");
  }

  @Test
  void map_givesNothing_whenNoPlaceHasAValue() throws Exception {
    assertThat(mapped(PLACE, ",\"at\":{\"lat\":null}")).isEmpty();
    assertThat(mapped(PHONES.formatted(""), ",\"cell\":\"\"")).isEmpty();
  }

  @Test
  void map_refusesARecordWithSomeOfThem_unlessOthersAreSkipped() throws Exception {
    assertThat(mapped(PHONES.formatted(""), ",\"phone\":\"1\"")).contains("null", "item 2");
    assertThat(mapped(PHONES.formatted(", null-items: skip"), ",\"cell\":\"1\""))
        .isEqualTo(",\"phones\":[\"1\"]");
    assertThat(mapped(PLACE, ",\"at\":{\"lat\":1,\"lon\":{}}")).contains("item 2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{name: x, type: text, from: [/a]} | only at lists, sets and vectors",
        "{name: x, type: 'frozen<map<text, int>>', from: [/a]} | only at lists, sets and vectors",
        "{name: x, type: frozen<set<text>>, from: []} | one or more JSON Pointers",
        "{name: x, type: frozen<set<text>>, from: [/a, b]} | 'b'",
        "{name: x, type: 'vector<float, 3>', from: [/a, /b]} | found 2 places, expected 3",
      })
  void from_isRefused_whenItsPlacesCannotBeItems(String field, String expected) {
    assertThatExceptionOfType(InvalidDefinitionException.class)
        .isThrownBy(() -> pipeline(field.replace("''", "'")))
        .withMessageContaining(expected);
  }
}
