package io.tributary.model.definition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NormalizedJsonTest {
  private static final Path FIXTURES = Path.of("../airflow/tests/definitions");

  @TempDir private Path folder;

  @Test
  void of_saysThatARunReadsAll() throws Exception {
    byte[] definition =
        Files.readString(Path.of("../pipelines/quakes.yaml"))
            .replace("records: 1000", "records: all")
            .getBytes(UTF_8);

    String normalized = NormalizedJson.of(Pipeline.parse(Path.of("quakes.yaml"), definition));

    assertThat(normalized).contains("\"records\" : \"all\"");
    Pipeline again = Pipeline.parse(Path.of("quakes.yaml"), normalized.getBytes(UTF_8));
    assertThat(again.dag().readsAll()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../pipelines/users.yaml",
        "../pipelines/quakes.yaml",
        "../pipelines/examples/members.yaml",
        "../pipelines/examples/changes.yaml",
        "../pipelines/examples/people.yaml",
        "src/test/resources/pipelines/products.yaml",
        "src/test/resources/pipelines/everything.yaml",
        "src/test/resources/pipelines/changes.yaml",
        "src/test/resources/pipelines/rows.yaml",
        "src/test/resources/dags/stations.yml",
        "src/test/resources/dags/platforms.yaml"
      })
  void of_isTheSamePipeline_whenReadAsADefinition(String file) throws Exception {
    String normalized = NormalizedJson.of(Pipeline.load(Path.of(file)));

    Pipeline again = Pipeline.parse(Path.of(file), normalized.getBytes(UTF_8));

    assertThat(NormalizedJson.of(again)).isEqualTo(normalized);
    // Patterns are equal only to themselves; their text is in the JSON.
    assertThat(again)
        .usingRecursiveComparison()
        .ignoringFieldsOfTypes(java.util.regex.Pattern.class)
        .isEqualTo(Pipeline.load(Path.of(file)));
  }

  /**
   * The tests of the DAGs read what is written today. After a change that is meant, run this with
   * {@code -Dtest.update}.
   */
  @Test
  void write_givesWhatTheTestsOfTheDagsRead() throws Exception {
    Path definitions = Files.createDirectory(folder.resolve("definitions"));
    for (String from : new String[] {"../pipelines", "src/test/resources/dags"}) {
      for (Path file : filesOf(Path.of(from)).keySet()) {
        Files.copy(file, definitions.resolve(file.getFileName()));
      }
    }
    Path output = Boolean.getBoolean("test.update") ? FIXTURES : folder.resolve("normalized");

    NormalizeDefinitions.write(definitions, output);

    assertThat(named(output)).isEqualTo(named(FIXTURES));
  }

  private static Map<String, String> named(Path folder) throws IOException {
    Map<String, String> named = new TreeMap<>();
    filesOf(folder).forEach((file, text) -> named.put(file.getFileName().toString(), text));
    return named;
  }

  private static Map<Path, String> filesOf(Path folder) throws IOException {
    Map<Path, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(file, Files.readString(file));
      }
    }
    return files;
  }
}
