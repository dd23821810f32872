package io.tributary.console.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.console.web.ProblemException;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.time.FakeTicker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionsTest {
  private static final String DEFINITION =
      """
      name: %s
      source:
        url: https://harbour.example/ships
        records: /ships
        paging: {type: none}
      event:
        key: call_sign
        fields:
          - {name: call_sign, type: text, from: /call_sign, required: true}
          - {name: %s, type: text, from: /port, required: true}
      topic: {name: %1$s, partitions: 1}
      table: {keyspace: harbour, name: %1$s, key: [call_sign]}
      """;

  @TempDir private Path folder;
  private final FakeTicker ticker = new FakeTicker();
  private Instant saved = Instant.parse("2026-11-29T12:00:00Z");

  @BeforeEach
  void save() throws IOException {
    save("ships", "home_port");
  }

  @Test
  void required_isAsTheFileSays_atOnce() throws Exception {
    Definitions definitions = new Definitions(folder, ticker);

    save("ships", "next_port");

    assertThat(second(definitions.required("ships"))).isEqualTo("next_port");
  }

  @Test
  void recent_followsTheFile_withinASecond() throws Exception {
    Definitions definitions = new Definitions(folder, ticker);
    Pipeline before = definitions.recent("ships");

    save("ships", "next_port");
    ticker.pass(Duration.ofMillis(999));
    assertThat(definitions.recent("ships")).isSameAs(before);
    ticker.pass(Duration.ofMillis(1));

    assertThat(second(definitions.recent("ships"))).isEqualTo("next_port");
  }

  @Test
  void recent_isWhatRequiredHasFound() throws Exception {
    Definitions definitions = new Definitions(folder, ticker);

    save("ships", "next_port");

    assertThat(definitions.required("ships")).isSameAs(definitions.recent("ships"));
  }

  @Test
  void recent_hasANewPipeline_atOnce() throws Exception {
    Definitions definitions = new Definitions(folder, ticker);

    save("tugs", "home_port");

    assertThat(definitions.recent("tugs").name()).isEqualTo("tugs");
    assertThatThrownBy(() -> definitions.recent("ferries"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("there are ships, tugs");
  }

  @Test
  void definitions_stayAsTheyWere_whenAFileCannotBeUsed() throws Exception {
    Definitions definitions = new Definitions(folder, ticker);

    save("ships", "call_sign");

    assertThat(second(definitions.required("ships"))).isEqualTo("home_port");
    assertThat(definitions.problem())
        .hasValueSatisfying(said -> assertThat(said).contains("ships"));
  }

  /** Each time a second later, since file systems may tell no less. */
  private void save(String name, String field) throws IOException {
    Path file = folder.resolve(name + ".yaml");
    Files.writeString(file, DEFINITION.formatted(name, field));
    saved = saved.plusSeconds(1);
    Files.setLastModifiedTime(file, FileTime.from(saved));
  }

  private static String second(Pipeline pipeline) {
    return pipeline.event().fields().get(1).name();
  }
}
