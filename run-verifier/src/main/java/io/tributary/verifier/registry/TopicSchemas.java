package io.tributary.verifier.registry;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.EventEncoder;
import io.tributary.model.event.WriterSchema;
import io.tributary.model.event.WriterSchemas;
import io.tributary.model.schema.EventSchema;
import io.tributary.model.schema.SchemaDifference;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.registry.CompatibilityCheck;
import io.tributary.runtime.registry.RegisteredSchema;
import io.tributary.runtime.registry.RegistryConnection;
import io.tributary.runtime.registry.RegistryException;
import io.tributary.runtime.registry.SchemaCache;
import io.tributary.runtime.registry.SchemaRegistry;
import java.time.Duration;
import java.util.Optional;

/**
 * The schemas of a pipeline's topic: those that records name, and the one that new records are
 * written by. Nothing is asked of a registry before it is needed.
 */
public final class TopicSchemas {
  private final Pipeline pipeline;
  private final SchemaRegistry registry;
  private final SchemaCache<WriterSchema> known;

  /**
   * @param patience how long to wait for a registry that is away
   */
  public TopicSchemas(Pipeline pipeline, RegistryConnection connection, Duration patience) {
    this.pipeline = pipeline;
    this.registry =
        connection.open(CompatibilityCheck.by(SchemaDifference::problems, EventSchema::registered));
    this.known =
        new SchemaCache<>(
            registry,
            schema -> WriterSchema.of(schema.type(), schema.text(), pipeline),
            WriterSchema::unusable,
            patience);
  }

  /** Those that records name. */
  public WriterSchemas writers() {
    return known::find;
  }

  /**
   * What writes new records. Registers their schema, unless it is there.
   *
   * @throws CommandFailedException when the registry refuses it, or does not answer
   */
  public EventEncoder encoder() throws CommandFailedException, InterruptedException {
    Optional<EventSchema> schema = EventSchema.of(pipeline);
    if (schema.isEmpty()) {
      return EventEncoder.plain(pipeline);
    }
    try {
      int id =
          registry.register(
              schema.get().subject(),
              new RegisteredSchema(schema.get().type(), schema.get().text()));
      return EventEncoder.of(pipeline, id);
    } catch (RegistryException failed) {
      throw new CommandFailedException(
          "no schema for the records of %s: %s".formatted(pipeline.name(), failed.getMessage()),
          failed);
    }
  }
}
