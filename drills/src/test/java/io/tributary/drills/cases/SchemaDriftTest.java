package io.tributary.drills.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.drills.environment.Definition;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.Pipeline;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaDriftTest {
  /** The bundled definition changes without the case in mind. */
  @Test
  void definitionFollowsTheEvents_andIsTightened(@TempDir Path folder) throws Exception {
    Definition definition = Definition.copy(Path.of("../pipelines/users.yaml"), folder);

    SchemaDrift.follow(definition);
    assertThat(field(definition, "nickname")).isPresent();
    assertThat(field(definition, "last_name").orElseThrow().checks().required()).isFalse();

    SchemaDrift.tighten(definition);
    assertThat(field(definition, "phone")).isEmpty();
    assertThat(field(definition, "gender").orElseThrow().checks().oneOf())
        .containsExactly("female");
  }

  private static Optional<Field> field(Definition definition, String name) throws Exception {
    return Pipeline.load(definition.file()).event().fields().stream()
        .filter(field -> field.name().equals(name))
        .findFirst();
  }
}
