package io.tributary.console.schema;

import io.tributary.model.schema.EventSchema;
import io.tributary.model.schema.SchemaHistory.Version;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a registry has of the subject of a pipeline's events.
 *
 * @param registry its address, or its folder
 * @param rule that it has for the subject, by its own name; nothing where it has none
 * @param verdict on the schema that the definition has now
 * @param versions the newest {@link SchemaReader#MOST}, the newest first, each with what it changed
 * @param older how many more there are
 */
public record SubjectState(
    String registry, Optional<String> rule, Verdict verdict, List<Version> versions, int older) {

  public SubjectState {
    versions = List.copyOf(versions);
  }

  /**
   * A schema that a record names.
   *
   * @param version nothing where it is none of the versions that were looked at
   * @param schema nothing where the registry has none with this id
   */
  public record Named(int id, OptionalInt version, Optional<EventSchema> schema) {}
}
