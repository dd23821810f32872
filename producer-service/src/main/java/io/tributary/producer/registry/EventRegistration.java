package io.tributary.producer.registry;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.EventEncoder;
import io.tributary.model.schema.EventSchema;
import io.tributary.model.schema.FieldChange;
import io.tributary.model.schema.SchemaDifference;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.registry.CompatibilityCheck;
import io.tributary.runtime.registry.RegisteredSchema;
import io.tributary.runtime.registry.RegistryConnection;
import io.tributary.runtime.registry.RegistryException;
import io.tributary.runtime.registry.SchemaRefusedException;
import io.tributary.runtime.registry.SchemaRegistry;
import io.tributary.runtime.registry.SchemaVersion;
import io.tributary.runtime.retry.Backoff;
import io.tributary.runtime.retry.Retry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a pipeline's schema known to the registry. */
public final class EventRegistration {
  private static final Logger LOG = LoggerFactory.getLogger(EventRegistration.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final Pipeline pipeline;
  private final EventSchema schema;
  private final SchemaRegistry registry;
  private final Retry retry;

  private EventRegistration(
      Pipeline pipeline, EventSchema schema, SchemaRegistry registry, Duration patience) {
    this.pipeline = pipeline;
    this.schema = schema;
    this.registry = registry;
    this.retry = new Retry(patience, new Backoff(FIRST_PAUSE, LONGEST_PAUSE));
  }

  /**
   * Registers the schema of a run's events, unless they have none.
   *
   * @param patience how long to wait for a registry that is away
   * @return what writes the events
   * @throws CommandFailedException when the registry does not accept it, with every difference that
   *     its rule does not allow; or when it does not answer
   */
  public static EventEncoder begin(
      Pipeline pipeline, RegistryConnection connection, Duration patience)
      throws CommandFailedException, InterruptedException {
    Optional<EventSchema> schema = EventSchema.of(pipeline);
    if (schema.isEmpty()) {
      return EventEncoder.plain(pipeline);
    }
    EventRegistration registration =
        new EventRegistration(pipeline, schema.get(), open(connection), patience);
    return EventEncoder.of(pipeline, registration.register());
  }

  /**
   * Sets the rules of the pipelines' subjects.
   *
   * @return a line for each of them
   * @throws CommandFailedException when the registry does not answer
   */
  public static List<String> setRules(
      List<Pipeline> pipelines, RegistryConnection connection, Duration patience)
      throws CommandFailedException, InterruptedException {
    List<String> lines = new ArrayList<>();
    for (Pipeline pipeline : pipelines) {
      Optional<EventSchema> schema = EventSchema.of(pipeline);
      if (schema.isPresent()) {
        lines.add(
            new EventRegistration(pipeline, schema.get(), open(connection), patience).setRule());
      }
    }
    return lines;
  }

  private static SchemaRegistry open(RegistryConnection connection) {
    return connection.open(
        CompatibilityCheck.by(SchemaDifference::problems, EventSchema::registered));
  }

  private int register() throws CommandFailedException, InterruptedException {
    try {
      int id = patiently(() -> registry.register(schema.subject(), registered()));
      LOG.info("the schema of {} is {} in {}", schema.subject(), id, registry.name());
      return id;
    } catch (SchemaRefusedException refused) {
      throw new CommandFailedException(
          "%s refuses the new schema of %s (rule %s), so nothing was published: %s; ./tributary check --against registry shows each change"
              .formatted(
                  registry.name(),
                  schema.subject(),
                  pipeline.topic().format().compatibility().word(),
                  why(refused)),
          refused);
    } catch (RegistryException failed) {
      throw new CommandFailedException(String.valueOf(failed.getMessage()), failed);
    }
  }

  private String setRule() throws CommandFailedException, InterruptedException {
    String rule = pipeline.topic().format().compatibility().name();
    try {
      patiently(
          () -> {
            registry.setRule(schema.subject(), rule);
            return rule;
          });
    } catch (RegistryException failed) {
      throw new CommandFailedException(String.valueOf(failed.getMessage()), failed);
    }
    return "%s: %s in %s".formatted(schema.subject(), rule, registry.name());
  }

  private <T> T patiently(Retry.Attempt<T, RegistryException> attempt)
      throws RegistryException, InterruptedException {
    return retry.call(
        attempt,
        failed -> failed instanceof RegistryException known && known.isPassing(),
        failed -> LOG.warn("{}: trying again", failed.getMessage()));
  }

  /** What the registry said, and which fields that must be about. */
  private String why(SchemaRefusedException refused) throws InterruptedException {
    List<EventSchema> older;
    try {
      older =
          registry.history(schema.subject()).stream()
              .map(SchemaVersion::schema)
              .map(known -> EventSchema.registered(known.type(), known.text()))
              .toList();
    } catch (RegistryException failed) {
      return String.valueOf(refused.getMessage());
    }
    List<String> problems =
        SchemaDifference.problems(pipeline.topic().format().compatibility(), older, schema);
    if (!problems.isEmpty()) {
      return String.join("; ", problems);
    }
    List<FieldChange> changes =
        older.isEmpty() ? List.of() : SchemaDifference.between(older.get(older.size() - 1), schema);
    return "%s (%s)".formatted(refused.getMessage(), SchemaDifference.inWords(changes));
  }

  private RegisteredSchema registered() {
    return new RegisteredSchema(schema.type(), schema.text());
  }
}
