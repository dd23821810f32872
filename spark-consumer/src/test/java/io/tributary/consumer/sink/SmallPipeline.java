package io.tributary.consumer.sink;

import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.Pipeline;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;

/** The definition that tests work with. */
final class SmallPipeline {
  private SmallPipeline() {}

  static Pipeline load() {
    try (InputStream file =
        Objects.requireNonNull(SmallPipeline.class.getResourceAsStream("/events.yaml"))) {
      return Pipeline.parse(Path.of("events.yaml"), file.readAllBytes());
    } catch (IOException | InvalidDefinitionException broken) {
      throw new IllegalStateException(broken);
    }
  }
}
