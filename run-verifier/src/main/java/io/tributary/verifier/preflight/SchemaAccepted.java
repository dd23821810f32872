package io.tributary.verifier.preflight;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.schema.EventSchema;
import io.tributary.model.schema.FieldChange;
import io.tributary.model.schema.SchemaDifference;
import io.tributary.runtime.registry.CompatibilityCheck;
import io.tributary.runtime.registry.RegisteredSchema;
import io.tributary.runtime.registry.RegistryConnection;
import io.tributary.runtime.registry.RegistryException;
import io.tributary.runtime.registry.SchemaRegistry;
import io.tributary.runtime.registry.SchemaVersion;
import java.util.List;
import java.util.Optional;

/** The schema registry answers, and has the schema of the run's events, or would accept it. */
public final class SchemaAccepted implements Prerequisite {
  private final EventSchema schema;
  private final String rule;
  private final SchemaRegistry registry;

  private SchemaAccepted(Pipeline pipeline, EventSchema schema, RegistryConnection connection) {
    this.schema = schema;
    this.rule = pipeline.topic().format().compatibility().word();
    this.registry =
        connection.open(CompatibilityCheck.by(SchemaDifference::problems, EventSchema::registered));
  }

  /** That of a pipeline; none where its events have no schema. */
  public static Optional<Prerequisite> of(Pipeline pipeline, RegistryConnection connection) {
    return EventSchema.of(pipeline).map(schema -> new SchemaAccepted(pipeline, schema, connection));
  }

  @Override
  public Optional<String> missing() throws InterruptedException {
    try {
      if (registry.accepts(schema.subject(), new RegisteredSchema(schema.type(), schema.text()))) {
        return Optional.empty();
      }
      List<FieldChange> changes =
          registry
              .latest(schema.subject())
              .map(SchemaVersion::schema)
              .map(latest -> EventSchema.registered(latest.type(), latest.text()))
              .map(latest -> SchemaDifference.between(latest, schema))
              .orElse(List.of());
      return Optional.of(
          "%s does not accept the schema of %s by the rule %s (%s): see ./tributary check --against registry"
              .formatted(
                  registry.name(), schema.subject(), rule, SchemaDifference.inWords(changes)));
    } catch (RegistryException failed) {
      return Optional.of(String.valueOf(failed.getMessage()));
    }
  }
}
