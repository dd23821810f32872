package io.tributary.model.schema;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.TopicFormat;
import io.tributary.model.event.EventAvroSchema;
import io.tributary.model.event.EventJsonSchema;
import java.util.Optional;

/**
 * The schema of a pipeline's events.
 *
 * @param subject the name that it has in a registry
 * @param type {@code AVRO} or {@code JSON}, as registries call it
 * @param text the schema, as JSON
 */
public record EventSchema(String subject, String type, String text) {

  /** The type of a schema of Avro's. */
  public static final String AVRO = "AVRO";

  /** The type of a JSON Schema. */
  public static final String JSON = "JSON";

  /** That of a pipeline; none where its events are plain JSON. */
  public static Optional<EventSchema> of(Pipeline pipeline) {
    return switch (pipeline.topic().format().encoding()) {
      case JSON -> Optional.empty();
      case JSON_SCHEMA ->
          Optional.of(new EventSchema(subject(pipeline), JSON, EventJsonSchema.closed(pipeline)));
      case AVRO ->
          Optional.of(new EventSchema(subject(pipeline), AVRO, EventAvroSchema.of(pipeline)));
    };
  }

  /** One that a registry has, whatever its subject. */
  public static EventSchema registered(String type, String text) {
    return new EventSchema("", type, text);
  }

  private static String subject(Pipeline pipeline) {
    return pipeline.topic().format().subject() == TopicFormat.Subject.TOPIC
        ? pipeline.topic().name() + "-value"
        : EventAvroSchema.NAMESPACE + "." + pipeline.name();
  }
}
