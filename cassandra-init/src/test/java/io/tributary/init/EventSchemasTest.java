package io.tributary.init;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.registry.RegistryConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventSchemasTest {
  @TempDir private Path folder;

  private EventSchemas schemas(String field) throws Exception {
    String text =
        """
        name: parcels
        source: {url: "http://post.example/parcels", records: /p, paging: {type: none}}
        event:
          key: id
          fields:
            - {name: id, type: bigint, from: /id, required: true}
            - {name: town, type: text, from: /town, required: true}
        %s
        topic: {name: parcels, format: json-schema}
        table: {keyspace: post, name: parcels}
        """
            .formatted(field);
    return new EventSchemas(
        List.of(Pipeline.parse(Path.of("parcels.yaml"), text.getBytes(UTF_8))),
        RegistryConnection.folder(folder),
        Duration.ZERO,
        said -> {});
  }

  @Test
  void check_registersNothing() throws Exception {
    schemas("").check();

    assertThat(folder.resolve("parcels-value")).doesNotExist();
  }

  @Test
  void register_registersOnce() throws Exception {
    schemas("").register();
    schemas("").register();

    assertThat(folder.resolve("parcels-value/1.json")).exists();
    assertThat(folder.resolve("parcels-value/2.json")).doesNotExist();
  }

  @Test
  void check_fails_beforeATableIsChanged_whenTheRegistryWouldRefuse() throws Exception {
    schemas("").register();
    EventSchemas changed = schemas("    - {name: zip, type: text, from: /zip, required: true}");

    assertThatThrownBy(changed::check)
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("does not accept the schema of parcels-value")
        .hasMessageContaining("nothing was changed, in Cassandra neither");
  }

  @Test
  void check_acceptsTheDefinitionOfBefore() throws Exception {
    schemas("").register();
    schemas("    - {name: zip, type: text, from: /zip}").register();

    schemas("").check();
    schemas("").register();

    assertThat(folder.resolve("parcels-value/2.json")).exists();
    assertThat(folder.resolve("parcels-value/3.json")).doesNotExist();
  }
}
