package io.tributary.model.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.model.definition.Checks;
import io.tributary.model.definition.CollectionType;
import io.tributary.model.definition.CollectionType.Kind;
import io.tributary.model.definition.Deletes;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.FieldType;
import io.tributary.model.definition.Pipeline;

/**
 * The Avro schema of a pipeline's events. What Avro has no words for, such as the lengths and
 * ranges of the checks, are properties of the fields, which other programs ignore.
 */
public final class EventAvroSchema {
  /** The namespace of all pipelines' records. */
  public static final String NAMESPACE = "tributary";

  private EventAvroSchema() {}

  /** The schema, indented. */
  public static String of(Pipeline pipeline) {
    ObjectNode schema = new ObjectMapper().createObjectNode();
    schema.put("type", "record");
    schema.put("name", pipeline.name());
    schema.put("namespace", NAMESPACE);
    schema.put("doc", "Event of the topic " + pipeline.topic().name());
    ArrayNode fields = schema.putArray("fields");
    for (Field field : pipeline.event().fields()) {
      field(fields.addObject(), field, AvroRecordWriter.isNullable(pipeline, field));
    }
    if (pipeline.event().deletes().any()) {
      ObjectNode mark = fields.addObject().put("name", Deletes.MEMBER);
      mark.putArray("type").add("null").add("boolean");
      mark.put("doc", "true deletes the row; then only the fields of its key count");
      mark.putNull("default");
    }
    return schema.toPrettyString();
  }

  private static void field(ObjectNode node, Field field, boolean nullable) {
    node.put("name", field.name());
    JsonNode type = shortest(type(field));
    if (nullable) {
      node.putArray("type").add("null").add(type);
      node.putNull("default");
    } else {
      node.set("type", type);
    }
    node.put("doc", doc(field));
    checks(node, field);
  }

  private static String doc(Field field) {
    return "column of type %s%s"
        .formatted(field.type().word(), field.checks().required() ? ", in every row" : "");
  }

  private static ObjectNode type(Field field) {
    ObjectNode type = new ObjectMapper().createObjectNode();
    if (!(field.type() instanceof CollectionType several)) {
      return scalar(type, field.type().item(), field.checks());
    }
    if (several.kind() == Kind.VECTOR) {
      return type.put("type", "array").put("items", "float");
    }
    boolean isMap = several.kind() == Kind.MAP;
    type.put("type", isMap ? "map" : "array");
    ObjectNode item = scalar(new ObjectMapper().createObjectNode(), several.item(), field.checks());
    type.set(isMap ? "values" : "items", shortest(item));
    return type;
  }

  /** A type of which nothing but its name is said is that name. */
  private static JsonNode shortest(ObjectNode type) {
    return type.size() == 1 ? type.get("type") : type;
  }

  private static ObjectNode scalar(ObjectNode type, FieldType field, Checks checks) {
    return switch (field) {
      case TEXT, TIME, INET, JSON -> type.put("type", "string");
      case DECIMAL ->
          checks.scale().isEmpty()
              ? type.put("type", "string")
              : type.put("type", "bytes")
                  .put("logicalType", "decimal")
                  .put("precision", Checks.PRECISION)
                  .put("scale", checks.scale().get());
      case UUID -> type.put("type", "string").put("logicalType", "uuid");
      case INT -> type.put("type", "int");
      case BIGINT -> type.put("type", "long");
      case DOUBLE -> type.put("type", "double");
      case BOOLEAN -> type.put("type", "boolean");
      case TIMESTAMP -> type.put("type", "long").put("logicalType", "timestamp-millis");
      case DATE -> type.put("type", "int").put("logicalType", "date");
      case BLOB -> type.put("type", "bytes");
    };
  }

  /** By the names that JSON Schema has for them. */
  private static void checks(ObjectNode node, Field field) {
    Checks checks = field.checks();
    checks.min().ifPresent(min -> node.put("minimum", min));
    checks.max().ifPresent(max -> node.put("maximum", max));
    if (field.type().item() == FieldType.TEXT) {
      if (checks.minLength() > 0) {
        node.put("minLength", checks.minLength());
      }
      node.put("maxLength", checks.maxLength());
      checks.pattern().ifPresent(pattern -> node.put("pattern", "^(?:%s)$".formatted(pattern)));
      if (!checks.oneOf().isEmpty()) {
        ArrayNode texts = node.putArray("enum");
        checks.oneOf().forEach(texts::add);
      }
    } else if (field.type() == FieldType.JSON) {
      node.put("maxLength", checks.maxLength());
    }
    if (field.type() instanceof CollectionType several) {
      boolean isVector = several.kind() == Kind.VECTOR;
      node.put("maxItems", isVector ? several.dimension() : checks.maxItems());
    }
  }
}
