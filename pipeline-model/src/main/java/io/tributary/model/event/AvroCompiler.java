package io.tributary.model.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.model.event.AvroStep.Meaning;
import io.tributary.model.event.AvroStep.Op;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles the schema of a writer, in Avro's JSON (1.12), to steps. For one schema. */
final class AvroCompiler {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_DEPTH = 64;
  private static final int MOST_FIXED_BYTES = 1 << 24;

  private final Map<String, AvroStep> named = new HashMap<>();

  /** Of the record that was completed last, which is in the end the event's. */
  private List<String> fields = List.of();

  /**
   * The steps of a record's schema.
   *
   * @param columns the number of each event field's column, by name
   * @throws UnusableSchemaException when it is no schema, or not of a record
   */
  static AvroStep compile(String schema, Map<String, Integer> columns)
      throws UnusableSchemaException {
    AvroCompiler compiler = new AvroCompiler();
    AvroStep root = compiler.root(parse(schema));
    int[] places = new int[root.parts()];
    for (int i = 0; i < places.length; i++) {
      places[i] = columns.getOrDefault(compiler.fields.get(i), AvroStep.NOWHERE);
    }
    root.direct(places);
    return root;
  }

  private static JsonNode parse(String schema) throws UnusableSchemaException {
    try {
      return JSON.readTree(schema);
    } catch (JsonProcessingException none) {
      throw new UnusableSchemaException("it is not JSON");
    }
  }

  private AvroStep root(JsonNode schema) throws UnusableSchemaException {
    AvroStep root = step(schema, "", 0);
    if (root.op() != Op.RECORD) {
      throw new UnusableSchemaException(
          "it describes %s, and an event is a record".formatted(root.inWords()));
    }
    return root;
  }

  private AvroStep step(JsonNode schema, String namespace, int depth)
      throws UnusableSchemaException {
    if (depth > MAX_DEPTH) {
      throw new UnusableSchemaException("it has more than " + MAX_DEPTH + " levels");
    }
    if (schema.isTextual()) {
      return named(schema.asText(), namespace);
    }
    if (schema.isArray()) {
      return union(schema, namespace, depth);
    }
    JsonNode type = schema.path("type");
    if (type.isObject() || type.isArray()) {
      return step(type, namespace, depth + 1);
    }
    return switch (type.asText()) {
      case "record", "error" -> record(schema, namespace, depth);
      case "enum" -> enumeration(schema, namespace);
      case "fixed" -> fixed(schema, namespace);
      case "array" -> holder(Op.ARRAY, schema.path("items"), namespace, depth);
      case "map" -> holder(Op.MAP, schema.path("values"), namespace, depth);
      default -> meant(schema, named(type.asText(), namespace));
    };
  }

  private AvroStep named(String type, String namespace) throws UnusableSchemaException {
    Op primitive = primitive(type);
    if (primitive != null) {
      return AvroStep.plain(primitive);
    }
    AvroStep known = named.get(fullName(type, namespace));
    if (known == null) {
      throw new UnusableSchemaException("it has the unknown type '%s'".formatted(type));
    }
    return known;
  }

  private static @Nullable Op primitive(String type) {
    return switch (type) {
      case "null" -> Op.NULL;
      case "boolean" -> Op.BOOLEAN;
      case "int" -> Op.INT;
      case "long" -> Op.LONG;
      case "float" -> Op.FLOAT;
      case "double" -> Op.DOUBLE;
      case "bytes" -> Op.BYTES;
      case "string" -> Op.STRING;
      default -> null;
    };
  }

  private AvroStep union(JsonNode branches, String namespace, int depth)
      throws UnusableSchemaException {
    AvroStep union = AvroStep.plain(Op.UNION);
    AvroStep[] parts = new AvroStep[branches.size()];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = step(branches.get(i), namespace, depth + 1);
      if (parts[i].op() == Op.UNION) {
        throw new UnusableSchemaException("it has a union within a union");
      }
    }
    union.complete(parts);
    return union;
  }

  private AvroStep holder(Op op, JsonNode item, String namespace, int depth)
      throws UnusableSchemaException {
    AvroStep holder = AvroStep.plain(op);
    holder.complete(new AvroStep[] {step(item, namespace, depth + 1)});
    return holder;
  }

  private AvroStep record(JsonNode schema, String namespace, int depth)
      throws UnusableSchemaException {
    AvroStep record = AvroStep.plain(Op.RECORD);
    String name = declare(schema, namespace, record);
    JsonNode itsFields = schema.path("fields");
    Set<String> names = new LinkedHashSet<>();
    AvroStep[] parts = new AvroStep[itsFields.size()];
    for (int i = 0; i < parts.length; i++) {
      JsonNode field = itsFields.path(i);
      if (!names.add(field.path("name").asText())) {
        throw new UnusableSchemaException(
            "it has the field '%s' twice".formatted(field.path("name").asText()));
      }
      parts[i] = step(field.path("type"), spaceOf(name), depth + 1);
    }
    record.complete(parts);
    fields = List.copyOf(names);
    return record;
  }

  private AvroStep enumeration(JsonNode schema, String namespace) throws UnusableSchemaException {
    JsonNode symbols = schema.path("symbols");
    byte[][] texts = new byte[symbols.size()][];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = symbols.path(i).asText().getBytes(UTF_8);
    }
    AvroStep step = new AvroStep(Op.ENUM, Meaning.PLAIN, 0, 0, texts);
    declare(schema, namespace, step);
    return step;
  }

  private AvroStep fixed(JsonNode schema, String namespace) throws UnusableSchemaException {
    int size = schema.path("size").asInt(-1);
    if (size < 0 || size > MOST_FIXED_BYTES) {
      throw new UnusableSchemaException("it has a fixed type of " + size + " bytes");
    }
    AvroStep step =
        new AvroStep(Op.FIXED, meaning(schema, Op.FIXED), size, scale(schema), new byte[0][]);
    declare(schema, namespace, step);
    return step;
  }

  private static AvroStep meant(JsonNode schema, AvroStep type) {
    Meaning meaning = meaning(schema, type.op());
    return meaning == Meaning.PLAIN
        ? type
        : new AvroStep(type.op(), meaning, 0, scale(schema), new byte[0][]);
  }

  /** What is not known, or not of this type, means nothing, as Avro says. */
  private static Meaning meaning(JsonNode schema, Op op) {
    return switch (op.name().toLowerCase(Locale.ROOT) + ":" + schema.path("logicalType").asText()) {
      case "int:date" -> Meaning.DATE;
      case "int:time-millis" -> Meaning.TIME_MILLIS;
      case "long:time-micros" -> Meaning.TIME_MICROS;
      case "long:timestamp-millis" -> Meaning.TIMESTAMP_MILLIS;
      case "long:timestamp-micros" -> Meaning.TIMESTAMP_MICROS;
      case "long:timestamp-nanos" -> Meaning.TIMESTAMP_NANOS;
      case "bytes:decimal", "fixed:decimal" -> Meaning.DECIMAL;
      case "bytes:big-decimal" -> Meaning.BIG_DECIMAL;
      case "fixed:uuid" -> Meaning.UUID;
      default -> Meaning.PLAIN;
    };
  }

  private static int scale(JsonNode schema) {
    return schema.path("scale").asInt(0);
  }

  /** Makes a named type known, and says its whole name. */
  private String declare(JsonNode schema, String namespace, AvroStep step)
      throws UnusableSchemaException {
    String name = schema.path("name").asText();
    String full =
        fullName(name, schema.has("namespace") ? schema.get("namespace").asText() : namespace);
    if (name.isEmpty() || named.putIfAbsent(full, step) != null) {
      throw new UnusableSchemaException(
          "it has %s".formatted(name.isEmpty() ? "a type without a name" : full + " twice"));
    }
    return full;
  }

  private static String fullName(String name, String namespace) {
    return namespace.isEmpty() || name.indexOf('.') >= 0 ? name : namespace + "." + name;
  }

  private static String spaceOf(String fullName) {
    int dot = fullName.lastIndexOf('.');
    return dot < 0 ? "" : fullName.substring(0, dot);
  }
}
