package io.tributary.console.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tributary.model.schema.EventSchema;

/** Schemas as texts. One of another program may be no JSON. */
public final class SchemaTexts {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SchemaTexts() {}

  /** A schema as JSON; a text where it is none. */
  public static JsonNode json(String schema) {
    try {
      return JSON.readTree(schema);
    } catch (JsonProcessingException another) {
      return TextNode.valueOf(schema);
    }
  }

  /** A schema for people, in lines. */
  public static String pretty(String schema) {
    JsonNode json = json(schema);
    return json.isTextual() ? json.asText() : json.toPrettyString();
  }

  /** Whether two schemas are the same but for white space. */
  static boolean areEqual(EventSchema one, EventSchema other) {
    return one.type().equals(other.type()) && json(one.text()).equals(json(other.text()));
  }
}
