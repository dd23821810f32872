package io.tributary.verifier.preflight;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.registry.RegistryConnection;
import io.tributary.verifier.registry.TopicSchemas;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaAcceptedTest {
  @TempDir private Path folder;

  private static Pipeline visits(String fields, String topic) throws Exception {
    String text =
        """
        name: visits
        source: {url: "http://web.example/visits", records: /v, paging: {type: none}}
        event:
          key: id
          fields:
            - {name: id, type: uuid, from: /id, required: true}
            - {name: page, type: text, from: /page, required: true}
        %s
        topic: {name: visits%s}
        table: {keyspace: web, name: visits}
        """
            .formatted(fields, topic);
    return Pipeline.parse(Path.of("visits.yaml"), text.getBytes(UTF_8));
  }

  private RegistryConnection registry() {
    return RegistryConnection.folder(folder);
  }

  @Test
  void of_needsNothing_withoutASchema() throws Exception {
    assertThat(SchemaAccepted.of(visits("", ""), registry())).isEmpty();
  }

  @Test
  void missing_isNothing_ofANewAndOfAKnownSchema() throws Exception {
    Pipeline pipeline = visits("", ", format: avro");
    Prerequisite schema = SchemaAccepted.of(pipeline, registry()).orElseThrow();

    assertThat(schema.missing()).isEmpty();
    new TopicSchemas(pipeline, registry(), Duration.ZERO).encoder();
    assertThat(schema.missing()).isEmpty();
  }

  @Test
  void missing_namesTheFields_ofASchemaThatIsNotAccepted() throws Exception {
    new TopicSchemas(visits("", ", format: avro"), registry(), Duration.ZERO).encoder();
    Pipeline changed =
        visits("    - {name: site, type: text, from: /site, required: true}", ", format: avro");

    assertThat(SchemaAccepted.of(changed, registry()).orElseThrow().missing().orElseThrow())
        .contains("does not accept the schema of visits-value by the rule backward")
        .contains("site: is new, and has no default");
  }

  @Test
  void missing_saysThatTheRegistryIsAway() throws Exception {
    RegistryConnection nobody = RegistryConnection.at(URI.create("http://127.0.0.1:1"));

    assertThat(
            SchemaAccepted.of(visits("", ", format: avro"), nobody)
                .orElseThrow()
                .missing()
                .orElseThrow())
        .contains("the schema registry at http://127.0.0.1:1 does not answer");
  }
}
