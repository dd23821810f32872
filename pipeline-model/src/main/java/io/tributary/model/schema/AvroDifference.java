package io.tributary.model.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Compares two schemas of Avro's records, by the rules of its schema resolution (1.12). */
final class AvroDifference {
  private static final Map<String, Set<String>> PROMOTIONS =
      Map.of(
          "int", Set.of("long", "float", "double"),
          "long", Set.of("float", "double"),
          "float", Set.of("double"),
          "string", Set.of("bytes"),
          "bytes", Set.of("string"));

  /** Members of a field that this class compares itself, or that change nothing for readers. */
  private static final Set<String> OF_THE_FIELD = Set.of("name", "type", "doc", "default", "order");

  private static final Set<String> PRIMITIVES =
      Set.of("null", "boolean", "int", "long", "float", "double", "bytes", "string");

  private final JsonNode older;
  private final JsonNode newer;
  private final Map<String, JsonNode> ofOlder = new HashMap<>();
  private final Map<String, JsonNode> ofNewer = new HashMap<>();

  AvroDifference(JsonNode older, JsonNode newer) {
    this.older = older;
    this.newer = newer;
    collect(older, ofOlder);
    collect(newer, ofNewer);
  }

  List<FieldChange> changes() {
    List<FieldChange> changes = new ArrayList<>();
    if (!shortName(older).equals(shortName(newer))) {
      changes.add(
          new FieldChange(
              "",
              "the record was called %s and is called %s"
                  .formatted(shortName(older), shortName(newer)),
              false,
              false));
    }
    Map<String, JsonNode> before = fields(older);
    Map<String, JsonNode> after = fields(newer);
    before.forEach(
        (name, field) -> {
          JsonNode now = after.get(name);
          if (now == null) {
            changes.add(new FieldChange(name, "is gone", true, field.has("default")));
          } else {
            compare(name, field, now, changes);
          }
        });
    after.forEach(
        (name, field) -> {
          if (!before.containsKey(name)) {
            boolean hasDefault = field.has("default");
            changes.add(
                new FieldChange(
                    name,
                    hasDefault ? "is new, with a default" : "is new, and has no default",
                    hasDefault,
                    true));
          }
        });
    return changes;
  }

  private void compare(String name, JsonNode was, JsonNode is, List<FieldChange> changes) {
    String before = words(was.path("type"));
    String after = words(is.path("type"));
    if (!before.equals(after)) {
      changes.add(
          new FieldChange(
              name,
              "was %s and is %s".formatted(before, after),
              reads(is.path("type"), ofNewer, was.path("type"), ofOlder, 0),
              reads(was.path("type"), ofOlder, is.path("type"), ofNewer, 0)));
    } else if (was.has("default") != is.has("default")) {
      changes.add(
          new FieldChange(
              name,
              is.has("default") ? "has a default now" : "has no default any more",
              true,
              true));
    }
    Set<String> keywords = new TreeSet<>();
    was.fieldNames().forEachRemaining(keywords::add);
    is.fieldNames().forEachRemaining(keywords::add);
    keywords.removeAll(OF_THE_FIELD);
    for (String keyword : keywords) {
      if (!was.path(keyword).equals(is.path(keyword))) {
        changes.add(
            new FieldChange(
                name, Keywords.change(keyword, was.path(keyword), is.path(keyword)), true, true));
      }
    }
  }

  /** Whether a reader with one type can read what was written with the other. */
  private boolean reads(
      JsonNode reader,
      Map<String, JsonNode> ofReader,
      JsonNode writer,
      Map<String, JsonNode> ofWriter,
      int depth) {
    JsonNode wanted = resolved(reader, ofReader);
    JsonNode written = resolved(writer, ofWriter);
    if (depth > 64) {
      return true; // a type that has itself: it was compared before
    }
    if (written.isArray()) {
      for (JsonNode branch : written) {
        if (!reads(wanted, ofReader, branch, ofWriter, depth + 1)) {
          return false;
        }
      }
      return true;
    }
    if (wanted.isArray()) {
      for (JsonNode branch : wanted) {
        if (reads(branch, ofReader, written, ofWriter, depth + 1)) {
          return true;
        }
      }
      return false;
    }
    String to = type(wanted);
    String from = type(written);
    if (!to.equals(from)) {
      return PROMOTIONS.getOrDefault(from, Set.of()).contains(to);
    }
    return switch (to) {
      case "array" ->
          reads(wanted.path("items"), ofReader, written.path("items"), ofWriter, depth + 1);
      case "map" ->
          reads(wanted.path("values"), ofReader, written.path("values"), ofWriter, depth + 1);
      case "fixed" ->
          wanted.path("size").equals(written.path("size"))
              && shortName(wanted).equals(shortName(written));
      case "enum" -> wanted.has("default") || symbols(wanted).containsAll(symbols(written));
      case "record" -> readsRecord(wanted, ofReader, written, ofWriter, depth);
      default -> true;
    };
  }

  private boolean readsRecord(
      JsonNode reader,
      Map<String, JsonNode> ofReader,
      JsonNode writer,
      Map<String, JsonNode> ofWriter,
      int depth) {
    Map<String, JsonNode> written = fields(writer);
    for (Map.Entry<String, JsonNode> field : fields(reader).entrySet()) {
      JsonNode there = written.get(field.getKey());
      boolean isReadable =
          there == null
              ? field.getValue().has("default")
              : reads(
                  field.getValue().path("type"), ofReader, there.path("type"), ofWriter, depth + 1);
      if (!isReadable) {
        return false;
      }
    }
    return shortName(reader).equals(shortName(writer));
  }

  private static Set<String> symbols(JsonNode type) {
    Set<String> symbols = new HashSet<>();
    type.path("symbols").forEach(symbol -> symbols.add(symbol.asText()));
    return symbols;
  }

  private static Map<String, JsonNode> fields(JsonNode record) {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    record.path("fields").forEach(field -> fields.put(field.path("name").asText(), field));
    return fields;
  }

  private static String type(JsonNode type) {
    return type.isTextual() ? type.asText() : type.path("type").asText();
  }

  /** The type that a name stands for. */
  private static JsonNode resolved(JsonNode type, Map<String, JsonNode> named) {
    JsonNode inner = type.isObject() && !type.path("type").isTextual() ? type.path("type") : type;
    return inner.isTextual() && !PRIMITIVES.contains(inner.asText())
        ? named.getOrDefault(lastPart(inner.asText()), inner)
        : inner;
  }

  private static void collect(JsonNode schema, Map<String, JsonNode> named) {
    if (schema.isObject() && schema.has("name") && schema.path("type").isTextual()) {
      String type = schema.path("type").asText();
      if (type.equals("record") || type.equals("enum") || type.equals("fixed")) {
        named.put(shortName(schema), schema);
      }
    }
    schema.forEach(part -> collect(part, named));
  }

  private static String shortName(JsonNode schema) {
    return lastPart(schema.path("name").asText());
  }

  private static String lastPart(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** A type for people: {@code long (timestamp-millis)}, {@code string or null}. */
  private static String words(JsonNode type) {
    if (type.isArray()) {
      List<String> branches = new ArrayList<>();
      type.forEach(branch -> branches.add(words(branch)));
      if (branches.remove("null")) {
        branches.add("null");
      }
      return String.join(" or ", branches);
    }
    if (type.isTextual()) {
      return type.asText();
    }
    String name = type(type);
    return switch (name) {
      case "array" -> "array of " + words(type.path("items"));
      case "map" -> "map of " + words(type.path("values"));
      case "record", "enum", "fixed" -> name + " " + shortName(type);
      default -> type.has("logicalType") ? name + " (" + meaning(type) + ")" : name;
    };
  }

  private static String meaning(JsonNode type) {
    String meaning = type.path("logicalType").asText();
    return type.has("precision")
        ? "%s(%s, %s)"
            .formatted(meaning, type.path("precision").asText(), type.path("scale").asText("0"))
        : meaning;
  }
}
