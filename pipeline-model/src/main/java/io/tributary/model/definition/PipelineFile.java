package io.tributary.model.definition;

import java.nio.file.Path;
import java.util.List;

/** Reads a definition from its file. */
final class PipelineFile {
  private PipelineFile() {}

  static Pipeline read(Path file) throws InvalidDefinitionException {
    throw new InvalidDefinitionException(List.of(new Problem(file, 1, "nothing", "a reader")));
  }
}
