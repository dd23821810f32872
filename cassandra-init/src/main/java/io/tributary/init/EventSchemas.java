package io.tributary.init;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.schema.EventSchema;
import io.tributary.model.schema.SchemaDifference;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.registry.CompatibilityCheck;
import io.tributary.runtime.registry.RegisteredSchema;
import io.tributary.runtime.registry.RegistryConnection;
import io.tributary.runtime.registry.RegistryException;
import io.tributary.runtime.registry.SchemaRegistry;
import io.tributary.runtime.retry.Backoff;
import io.tributary.runtime.retry.Retry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The schemas of the pipelines' events, which change with the tables or not at all: no table is
 * changed for an event that the registry would not accept.
 */
final class EventSchemas {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final List<EventSchema> schemas;
  private final SchemaRegistry registry;
  private final Retry retry;
  private final Consumer<Object> progress;

  /**
   * @param wait how long a registry may be away
   */
  EventSchemas(
      List<Pipeline> pipelines,
      RegistryConnection connection,
      Duration wait,
      Consumer<Object> progress) {
    this.schemas = pipelines.stream().flatMap(one -> EventSchema.of(one).stream()).toList();
    this.registry =
        connection.open(CompatibilityCheck.by(SchemaDifference::problems, EventSchema::registered));
    this.retry = new Retry(wait, Backoff.every(PAUSE));
    this.progress = progress;
  }

  /**
   * Sees that the registry accepts each schema, before anything is changed.
   *
   * @throws CommandFailedException with every schema that it does not accept
   */
  void check() throws CommandFailedException, InterruptedException {
    List<String> refused = new ArrayList<>();
    for (EventSchema schema : schemas) {
      if (!patiently(() -> registry.accepts(schema.subject(), registered(schema)))) {
        refused.add(schema.subject());
      }
    }
    if (!refused.isEmpty()) {
      throw new CommandFailedException(
          "%s does not accept the schema of %s, and nothing was changed, in Cassandra neither: see ./tributary check --against registry"
              .formatted(registry.name(), String.join(", ", refused)));
    }
  }

  /** Registers each schema, once the tables are as the definitions ask for. */
  void register() throws CommandFailedException, InterruptedException {
    for (EventSchema schema : schemas) {
      patiently(() -> registry.register(schema.subject(), registered(schema)));
    }
  }

  private <T> T patiently(Retry.Attempt<T, RegistryException> attempt)
      throws CommandFailedException, InterruptedException {
    try {
      return retry.call(
          attempt,
          failed -> failed instanceof RegistryException known && known.isPassing(),
          failed -> progress.accept(String.valueOf(failed.getMessage())));
    } catch (RegistryException failed) {
      throw new CommandFailedException(String.valueOf(failed.getMessage()), failed);
    }
  }

  private static RegisteredSchema registered(EventSchema schema) {
    return new RegisteredSchema(schema.type(), schema.text());
  }
}
