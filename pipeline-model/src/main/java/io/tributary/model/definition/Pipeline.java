package io.tributary.model.definition;

import java.nio.file.Path;

/**
 * One pipeline: where its records come from, what an event of it looks like, and where the events
 * go. Immutable; valid by construction when it comes from {@link PipelineFile}.
 *
 * @param name unique among the definitions; lower-case letters, digits, underscores
 */
public record Pipeline(String name, Source source, Event event, Topic topic, Table table, Dag dag) {

  /**
   * Reads and validates a definition.
   *
   * @throws InvalidDefinitionException with every problem of the file, when there is one
   */
  public static Pipeline load(Path file) throws InvalidDefinitionException {
    return PipelineFile.read(file);
  }
}
