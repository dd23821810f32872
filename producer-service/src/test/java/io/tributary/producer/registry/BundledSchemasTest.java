package io.tributary.producer.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.registry.RegistryConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The folder of schemas that is kept with the bundled definitions. */
class BundledSchemasTest {
  private static final Path DEFINITIONS = Path.of("../pipelines");
  private static final Path SCHEMAS = DEFINITIONS.resolve("schemas");

  @TempDir private Path folder;

  static Stream<Path> definitions() throws IOException {
    try (Stream<Path> files = Files.list(DEFINITIONS)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void bundledDefinition_hasItsNewestSchemaInTheFolder(Path definition) throws Exception {
    Pipeline pipeline = Pipeline.load(definition);
    Path copy = folder.resolve("schemas");
    copy(SCHEMAS, copy);
    RegistryConnection registry = RegistryConnection.folder(copy);

    EventRegistration.setRules(List.of(pipeline), registry, Duration.ZERO);
    EventRegistration.begin(pipeline, registry, Duration.ZERO);

    assertThat(files(copy))
        .as("run ./tributary demo --pipeline %s, and commit what it adds", definition)
        .isEqualTo(files(SCHEMAS));
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file) + ": " + text(file))
          .sorted()
          .toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
