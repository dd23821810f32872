package io.tributary.model.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.Decoded;
import io.tributary.model.event.EventDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a source's answer to the values of rows by a definition alone. */
class ShippedDefinitionsTest {

  @ParameterizedTest
  @ValueSource(strings = {"1.2", "1.3", "1.4"})
  void users_flowInEachVersionOfTheApi(String version) throws Exception {
    List<MappedRecord> records = map("users", "users-%s.json".formatted(version));

    assertThat(records).hasSize(2);
    assertThat(rowsOf("users", records)).hasSize(2);
    assertThat(asText(records))
        .doesNotContain("hunter2", "S4LT", "d41d8cd98f00b204e9800998ecf8427e");
  }

  @Test
  void users_areEvents() throws Exception {
    MappedRecord.Event event = (MappedRecord.Event) map("users", "users-1.4.json").get(0);

    assertThat(event.value())
        .asString(UTF_8)
        .isEqualTo(
            """
            {"id":"0f8fad5b-d9cb-469f-a165-70867728950e","first_name":"Zoë","last_name":"O'Hara",\
            "gender":"female","address":"12 Rue de la Paix, Genève, Genève, Switzerland",\
            "post_code":"1201","email":"zoe@example.com","username":"bigcat7",\
            "dob":"1980-02-29T23:59:59.999Z","registered_date":"2010-01-01T00:00:00.000Z",\
            "phone":"022 555 01 23","picture":"https://example.com/1.jpg"}""");
  }

  @Test
  void quakes_flowByTheirFileAlone() throws Exception {
    List<MappedRecord> records = map("quakes", "quakes.json");

    MappedRecord.Event first = (MappedRecord.Event) records.get(0);
    assertThat(first.key()).asString(UTF_8).isEqualTo("xx7000abcd");
    assertThat(first.value())
        .asString(UTF_8)
        .isEqualTo(
            """
            {"id":"xx7000abcd","happened":"2024-02-29T23:59:59.999Z","day":"2024-02-29",\
            "place":"12 km W of Nowhere","magnitude":"4.70","magnitude_type":"mb",\
            "longitude":-122.8125,"latitude":38.5,"depth_km":10.0,"significance":340,\
            "felt_reports":12,"tsunami":true,"status":"reviewed",\
            "updated":"2024-03-01T08:00:00.040Z"}""");
    assertThat(rowsOf("quakes", records)).hasSize(2);
  }

  private static List<MappedRecord> map(String definition, String page) throws Exception {
    byte[] body = Files.readAllBytes(Path.of("src/test/resources/pages").resolve(page));
    return new PageMapper(load(definition)).map(body).records();
  }

  private static List<Decoded.Row> rowsOf(String definition, List<MappedRecord> records)
      throws Exception {
    EventDecoder decoder = new EventDecoder(load(definition));
    return records.stream()
        .map(MappedRecord.Event.class::cast)
        .map(event -> decoder.decode(event.key(), event.value()))
        .map(Decoded.Row.class::cast)
        .filter(row -> Arrays.stream(row.values()).anyMatch(Objects::nonNull))
        .toList();
  }

  private static String asText(List<MappedRecord> records) {
    StringBuilder text = new StringBuilder();
    for (MappedRecord record : records) {
      text.append(new String(((MappedRecord.Event) record).value(), UTF_8)).append('\n');
    }
    return text.toString();
  }

  private static Pipeline load(String name) throws Exception {
    return Pipeline.load(Path.of("../pipelines/%s.yaml".formatted(name)));
  }
}
