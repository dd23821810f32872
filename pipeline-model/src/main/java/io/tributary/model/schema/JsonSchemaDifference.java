package io.tributary.model.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares two JSON Schemas of flat objects, such as those that are derived from definitions. A
 * keyword that is not known here counts as incompatible if it is another than before.
 */
final class JsonSchemaDifference {
  /** Keywords that say nothing about which events are valid. */
  private static final Set<String> WORDS =
      Set.of("title", "description", "$id", "$schema", "$comment", "default", "examples");

  /** Of these, a greater value allows more. */
  private static final Set<String> UPPER_BOUNDS =
      Set.of("maximum", "maxLength", "maxItems", "maxProperties");

  /** Of these, a smaller value allows more. */
  private static final Set<String> LOWER_BOUNDS =
      Set.of("minimum", "minLength", "minItems", "minProperties");

  private final JsonNode older;
  private final JsonNode newer;

  JsonSchemaDifference(JsonNode older, JsonNode newer) {
    this.older = older;
    this.newer = newer;
  }

  List<FieldChange> changes() {
    List<FieldChange> changes = new ArrayList<>();
    Map<String, JsonNode> before = properties(older);
    Map<String, JsonNode> after = properties(newer);
    Set<String> requiredBefore = texts(older.path("required"));
    Set<String> requiredAfter = texts(newer.path("required"));
    before.forEach(
        (name, property) -> {
          JsonNode now = after.get(name);
          if (now == null) {
            changes.add(
                new FieldChange(
                    name,
                    "is gone",
                    isOpen(newer),
                    !requiredBefore.contains(name) && !isOpen(newer)));
          } else {
            compare(name, property, now, changes);
            required(name, requiredBefore, requiredAfter, changes);
          }
        });
    after.forEach(
        (name, property) -> {
          if (!before.containsKey(name)) {
            boolean isRequired = requiredAfter.contains(name);
            changes.add(
                new FieldChange(
                    name,
                    isRequired ? "is new, and must be there" : "is new, and may be missing",
                    !isRequired && !isOpen(older),
                    isOpen(older)));
          }
        });
    if (isOpen(older) != isOpen(newer)) {
      changes.add(
          new FieldChange(
              "",
              isOpen(newer)
                  ? "members that are not named are allowed now"
                  : "members that are not named are not allowed any more",
              isOpen(newer),
              isOpen(older)));
    }
    return changes;
  }

  private static void required(
      String name, Set<String> before, Set<String> after, List<FieldChange> changes) {
    if (before.contains(name) && !after.contains(name)) {
      changes.add(new FieldChange(name, "may be missing now", true, false));
    } else if (!before.contains(name) && after.contains(name)) {
      changes.add(new FieldChange(name, "must be there now", false, true));
    }
  }

  private static void compare(String name, JsonNode was, JsonNode is, List<FieldChange> changes) {
    Set<String> keywords = keywords(was, is);
    for (String keyword : keywords) {
      JsonNode before = was.path(keyword);
      JsonNode after = is.path(keyword);
      if (before.equals(after) || isSameNumber(before, after)) {
        continue;
      }
      changes.add(
          new FieldChange(
              name,
              Keywords.change(keyword, before, after),
              allows(keyword, after, before),
              allows(keyword, before, after)));
    }
  }

  /** Whether all that one value of a keyword allows, the wider one does too. */
  private static boolean allows(String keyword, JsonNode wider, JsonNode narrower) {
    if (keyword.equals("type")) {
      Set<String> wide = types(wider);
      Set<String> narrow = types(narrower);
      return wider.isMissingNode()
          || (!narrower.isMissingNode()
              && narrow.stream()
                  .allMatch(
                      type ->
                          wide.contains(type)
                              || (type.equals("integer") && wide.contains("number"))));
    }
    if (wider.isMissingNode()) {
      return true;
    }
    if (narrower.isMissingNode()) {
      return false;
    }
    if (UPPER_BOUNDS.contains(keyword)) {
      return number(wider).compareTo(number(narrower)) >= 0;
    }
    if (LOWER_BOUNDS.contains(keyword)) {
      return number(wider).compareTo(number(narrower)) <= 0;
    }
    if (keyword.equals("enum")) {
      return nodes(wider).containsAll(nodes(narrower));
    }
    boolean isSchema =
        (keyword.equals("items") || keyword.equals("additionalProperties"))
            && wider.isObject()
            && narrower.isObject();
    if (!isSchema) {
      return false;
    }
    return keywords(wider, narrower).stream()
        .allMatch(
            inner ->
                wider.path(inner).equals(narrower.path(inner))
                    || allows(inner, wider.path(inner), narrower.path(inner)));
  }

  private static Set<String> keywords(JsonNode one, JsonNode other) {
    Set<String> keywords = new TreeSet<>();
    one.fieldNames().forEachRemaining(keywords::add);
    other.fieldNames().forEachRemaining(keywords::add);
    keywords.removeAll(WORDS);
    return keywords;
  }

  private static boolean isSameNumber(JsonNode one, JsonNode other) {
    return one.isNumber() && other.isNumber() && number(one).compareTo(number(other)) == 0;
  }

  private static BigDecimal number(JsonNode node) {
    return node.decimalValue();
  }

  private static Set<JsonNode> nodes(JsonNode list) {
    Set<JsonNode> nodes = new HashSet<>();
    list.forEach(nodes::add);
    return nodes;
  }

  private static Set<String> types(JsonNode type) {
    return type.isTextual() ? Set.of(type.asText()) : texts(type);
  }

  private static Set<String> texts(JsonNode list) {
    Set<String> texts = new HashSet<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static Map<String, JsonNode> properties(JsonNode schema) {
    Map<String, JsonNode> properties = new LinkedHashMap<>();
    schema
        .path("properties")
        .properties()
        .forEach(property -> properties.put(property.getKey(), property.getValue()));
    return properties;
  }

  private static boolean isOpen(JsonNode schema) {
    JsonNode others = schema.path("additionalProperties");
    return others.isMissingNode() || others.asBoolean(others.isObject());
  }
}
