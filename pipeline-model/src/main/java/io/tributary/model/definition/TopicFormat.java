package io.tributary.model.definition;

import java.util.Locale;

/**
 * How the events of a topic are written, and what a schema registry is told of them. Of plain JSON
 * it is told nothing, and the rest means nothing.
 *
 * @param schemaId where a record has the id of its schema
 * @param subject the name that the schema has in the registry
 * @param compatibility which changes the registry accepts
 */
public record TopicFormat(
    Encoding encoding, SchemaId schemaId, Subject subject, Compatibility compatibility) {

  /** Plain JSON, without a schema. */
  public static final TopicFormat JSON =
      new TopicFormat(Encoding.JSON, SchemaId.VALUE, Subject.TOPIC, Compatibility.BACKWARD);

  /** How an event is written. */
  public enum Encoding {
    JSON,
    /** JSON, with a JSON Schema in the registry. */
    JSON_SCHEMA,
    /** Avro's binary encoding. */
    AVRO;

    /** The word in a definition. */
    public String word() {
      return TopicFormat.word(this);
    }
  }

  /** Where a record has the id of its schema. */
  public enum SchemaId {
    /** In the first five bytes of its value. */
    VALUE,
    /** In a header. */
    HEADER;

    /** The word in a definition. */
    public String word() {
      return TopicFormat.word(this);
    }
  }

  /** The name that a schema has in the registry. */
  public enum Subject {
    /** The topic's, with {@code -value}. */
    TOPIC,
    /** The record type's. */
    RECORD;

    /** The word in a definition. */
    public String word() {
      return TopicFormat.word(this);
    }
  }

  /** Whether the events have a schema in a registry. */
  public boolean hasSchema() {
    return encoding != Encoding.JSON;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
