package io.tributary.model.event;

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
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The JSON Schema (2020-12) of a pipeline's events, for other programs that read or write the
 * topic. It says what the decoder accepts, but for one thing that JSON Schema cannot say: the range
 * of a decimal, which is a text.
 */
public final class EventJsonSchema {
  private static final String EMAIL = "^[^@\\s]+@[^@\\s]+$";
  private static final String DECIMAL = "^-?(0|[1-9][0-9]*)(\\.[0-9]+)?$";

  private static final String TIME_OF_DAY =
      "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,9})?)?$";

  private EventJsonSchema() {}

  /** The schema, indented. */
  public static String of(Pipeline pipeline) {
    ObjectNode schema = new ObjectMapper().createObjectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("$id", "urn:tributary:pipeline:%s:event".formatted(pipeline.name()));
    schema.put("title", "Event of the topic " + pipeline.topic().name());
    schema.put("type", "object");
    List<Field> fields = pipeline.event().fields();
    if (pipeline.event().deletes().any()) {
      orDeletion(schema, pipeline, fields);
    } else {
      members(schema, fields);
    }
    // Members that are not known are ignored, so that a newer producer does no harm.
    schema.put("additionalProperties", true);
    return schema.toPrettyString();
  }

  /**
   * The schema that a registry gets, indented. It is closed: no members but the fields are allowed.
   * With an open schema no registry would accept a new optional field, because an older event could
   * have a member with that name and any value.
   */
  public static String closed(Pipeline pipeline) {
    ObjectNode schema = new ObjectMapper().createObjectNode();
    schema.put("$schema", "http://json-schema.org/draft-07/schema#");
    schema.put("$id", "urn:tributary:pipeline:%s:event".formatted(pipeline.name()));
    schema.put("title", "Event of the topic " + pipeline.topic().name());
    schema.put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = schema.putArray("required");
    for (Field field : pipeline.event().fields()) {
      boolean isRequired = !AvroRecordWriter.isNullable(pipeline, field);
      properties.set(field.name(), member(field, isRequired));
      if (isRequired) {
        required.add(field.name());
      }
    }
    if (pipeline.event().deletes().any()) {
      mark(properties);
    }
    schema.put("additionalProperties", false);
    return schema.toPrettyString();
  }

  private static void mark(ObjectNode properties) {
    properties
        .putObject(Deletes.MEMBER)
        .put("description", "true deletes the row; then only the fields of its key count")
        .putArray("type")
        .add("boolean")
        .add("null");
  }

  private static void members(ObjectNode schema, List<Field> fields) {
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = schema.putArray("required");
    for (Field field : fields) {
      properties.set(field.name(), member(field, field.checks().required()));
      if (field.checks().required()) {
        required.add(field.name());
      }
    }
  }

  /** Of an event that deletes its row, the decoder reads the fields of the tables' keys alone. */
  private static void orDeletion(ObjectNode schema, Pipeline pipeline, List<Field> fields) {
    members(schema, fields.stream().filter(field -> isInKey(pipeline, field)).toList());
    mark(schema.withObject("/properties"));
    ObjectNode deletion = schema.putObject("if");
    deletion.putArray("required").add(Deletes.MEMBER);
    deletion.putObject("properties").putObject(Deletes.MEMBER).put("const", true);
    members(
        schema.putObject("else"),
        fields.stream().filter(field -> !isInKey(pipeline, field)).toList());
  }

  private static boolean isInKey(Pipeline pipeline, Field field) {
    return pipeline.keyFields().contains(field.name());
  }

  private static ObjectNode member(Field field, boolean required) {
    ObjectNode member = new ObjectMapper().createObjectNode();
    if (field.type() instanceof CollectionType several) {
      type(member, several.kind() == Kind.MAP ? "object" : "array", required);
      items(member, several, field.checks());
    } else if (field.type() == FieldType.JSON) {
      if (required) {
        member.putObject("not").put("type", "null");
      }
    } else {
      type(member, jsonType(field.type().item()), required);
      value(member, field.type().item(), field.checks(), required, !required);
    }
    return member;
  }

  private static void type(ObjectNode member, String type, boolean required) {
    if (required) {
      member.put("type", type);
    } else {
      member.putArray("type").add(type).add("null");
    }
  }

  private static void items(ObjectNode member, CollectionType type, Checks checks) {
    String what = type.kind() == Kind.MAP ? "Properties" : "Items";
    boolean isVector = type.kind() == Kind.VECTOR;
    int least = isVector ? type.dimension() : checks.required() ? 1 : 0;
    if (least > 0) {
      member.put("min" + what, least);
    }
    member.put("max" + what, isVector ? type.dimension() : checks.maxItems());
    ObjectNode item = member.putObject(type.kind() == Kind.MAP ? "additionalProperties" : "items");
    item.put("type", jsonType(type.item()));
    value(item, type.item(), checks, false, false);
  }

  private static void value(
      ObjectNode member, FieldType type, Checks checks, boolean notEmpty, boolean nullable) {
    switch (type) {
      case TEXT -> text(member, checks, notEmpty, nullable);
      case INT -> range(member, checks, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case BIGINT -> range(member, checks, Long.MIN_VALUE, Long.MAX_VALUE);
      case DOUBLE -> range(member, checks);
      case TIMESTAMP -> member.put("format", "date-time");
      case DATE -> member.put("format", "date");
      case UUID -> member.put("format", "uuid");
      case DECIMAL -> member.put("pattern", decimal(checks));
      case TIME -> member.put("pattern", TIME_OF_DAY);
      case INET -> {
        ArrayNode versions = member.putArray("anyOf");
        versions.addObject().put("format", "ipv4");
        versions.addObject().put("format", "ipv6");
      }
      case BLOB -> member.put("contentEncoding", "base64");
      case BOOLEAN, JSON -> {
        // The type says everything.
      }
    }
  }

  /** Zeros at the end do not count as digits after the point. */
  private static String decimal(Checks checks) {
    if (checks.scale().isEmpty()) {
      return DECIMAL;
    }
    int scale = checks.scale().get();
    return scale == 0
        ? "^-?(0|[1-9][0-9]*)(\\.0+)?$"
        : "^-?(0|[1-9][0-9]*)(\\.[0-9]{1,%s}0*)?$".formatted(Integer.toString(scale));
  }

  private static String jsonType(FieldType type) {
    return switch (type) {
      case TEXT, TIMESTAMP, DATE, UUID, DECIMAL, TIME, INET, BLOB -> "string";
      case INT, BIGINT -> "integer";
      case DOUBLE -> "number";
      case BOOLEAN -> "boolean";
      case JSON -> throw new IllegalArgumentException("JSON is of any type");
    };
  }

  private static void text(ObjectNode member, Checks checks, boolean notEmpty, boolean nullable) {
    int least = Math.max(checks.minLength(), notEmpty ? 1 : 0);
    if (least > 0) {
      member.put("minLength", least);
    }
    member.put("maxLength", checks.maxLength());
    if (!checks.oneOf().isEmpty()) {
      ArrayNode texts = member.putArray("enum");
      checks.oneOf().forEach(texts::add);
      if (nullable) {
        texts.addNull();
      }
    }
    List<String> patterns = new ArrayList<>();
    checks.pattern().ifPresent(pattern -> patterns.add("^(?:%s)$".formatted(pattern)));
    if (checks.email()) {
      patterns.add(EMAIL);
    }
    if (patterns.size() == 1) {
      member.put("pattern", patterns.get(0));
    } else if (!patterns.isEmpty()) {
      ArrayNode all = member.putArray("allOf");
      patterns.forEach(pattern -> all.addObject().put("pattern", pattern));
    }
  }

  private static void range(ObjectNode member, Checks checks, long least, long greatest) {
    member.put("minimum", checks.min().orElse(BigDecimal.valueOf(least)));
    member.put("maximum", checks.max().orElse(BigDecimal.valueOf(greatest)));
  }

  private static void range(ObjectNode member, Checks checks) {
    checks.min().ifPresent(min -> member.put("minimum", min));
    checks.max().ifPresent(max -> member.put("maximum", max));
  }
}
