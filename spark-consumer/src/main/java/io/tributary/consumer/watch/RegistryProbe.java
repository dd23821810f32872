package io.tributary.consumer.watch;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.schema.EventSchema;
import io.tributary.runtime.registry.CompatibilityCheck;
import io.tributary.runtime.registry.RegistryConnection;
import io.tributary.runtime.registry.RegistryException;
import io.tributary.runtime.registry.SchemaRegistry;
import java.time.Duration;
import java.util.Optional;

/** Asks the schema registry whether it answers now. */
public final class RegistryProbe {
  private static final Duration ANSWER = Duration.ofSeconds(3);

  private final SchemaRegistry registry;
  private final String subject;

  private RegistryProbe(SchemaRegistry registry, String subject) {
    this.registry = registry;
    this.subject = subject;
  }

  /** Of a pipeline; nothing where its records name no schemas. */
  public static Optional<RegistryProbe> of(Pipeline pipeline, RegistryConnection connection) {
    return EventSchema.of(pipeline)
        .map(
            schema ->
                new RegistryProbe(
                    connection.open(CompatibilityCheck.NONE, ANSWER), schema.subject()));
  }

  /** Why it does not answer, if it does not. */
  public Optional<String> trouble() throws InterruptedException {
    try {
      registry.versions(subject);
      return Optional.empty();
    } catch (RegistryException away) {
      return Optional.of(String.valueOf(away.getMessage()));
    }
  }
}
