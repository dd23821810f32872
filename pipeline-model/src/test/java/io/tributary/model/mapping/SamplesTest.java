package io.tributary.model.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.Decoded;
import io.tributary.model.event.EventDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of the real API, where the folder with them is present. */
class SamplesTest {
  private static final List<String> CREDENTIALS =
      List.of("password", "salt", "md5", "sha1", "sha256");

  @ParameterizedTest
  @ValueSource(strings = {"1.2", "1.3", "1.4"})
  void map_acceptsEachUserOfTheRealApi(String version) throws Exception {
    Pipeline users = Pipeline.load(Path.of("../pipelines/users.yaml"));
    byte[] body = sample(version);

    List<MappedRecord> records = new PageMapper(users).map(body).records();

    EventDecoder decoder = new EventDecoder(users);
    JsonNode sources = new ObjectMapper().readTree(body).get("results");
    assertThat(records).hasSize(300).hasOnlyElementsOfType(MappedRecord.Event.class);
    for (int i = 0; i < records.size(); i++) {
      MappedRecord.Event event = (MappedRecord.Event) records.get(i);
      JsonNode source = sources.get(i);
      assertThat(new String(event.key(), UTF_8)).isEqualTo(source.at("/login/uuid").textValue());
      assertThat(decoder.decode(event.key(), event.value()))
          .isInstanceOfSatisfying(
              Decoded.Row.class,
              row -> {
                assertThat(text(row, 1)).isEqualTo(source.at("/name/first").textValue().strip());
                assertThat(text(row, 5)).isEqualTo(source.at("/location/postcode").asText());
              });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.2", "1.3", "1.4"})
  void map_letsNoCredentialThrough(String version) throws Exception {
    Pipeline users = Pipeline.load(Path.of("../pipelines/users.yaml"));
    byte[] body = sample(version);

    List<MappedRecord> records = new PageMapper(users).map(body).records();

    JsonNode sources = new ObjectMapper().readTree(body).get("results");
    for (int i = 0; i < records.size(); i++) {
      JsonNode login = sources.get(i).get("login");
      JsonNode event = new ObjectMapper().readTree(((MappedRecord.Event) records.get(i)).value());
      assertThat(event.findValuesAsText("login")).isEmpty();
      for (String credential : CREDENTIALS) {
        assertThat(event).noneMatch(value -> value.asText().equals(login.get(credential).asText()));
      }
    }
  }

  private static String text(Decoded.Row row, int column) {
    ByteBuffer value = row.values()[column];
    return UTF_8.decode(value.duplicate()).toString();
  }

  private static byte[] sample(String version) throws IOException {
    String folder = System.getenv("TRIBUTARY_SAMPLES");
    assumeTrue(folder != null, "TRIBUTARY_SAMPLES is not set");
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      Path file =
          files
              .filter(path -> path.endsWith("randomuser-v%s-300.json".formatted(version)))
              .findFirst()
              .orElseThrow();
      return Files.readAllBytes(file);
    }
  }
}
