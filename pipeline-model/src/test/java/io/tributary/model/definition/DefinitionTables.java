package io.tributary.model.definition;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The tables of {@code docs/pipelines.md}, a row for each key that the schema of definitions
 * describes. Three keywords of the schema are for the page alone and in Markdown: {@code x-type}
 * and {@code x-default} for what does not follow from the schema, {@code x-see} for links. A
 * description may end with a sentence that repeats type or default for editors, which do not show
 * these keywords; the page leaves it out.
 */
final class DefinitionTables {
  private static final String HEAD = "| key | type | default | meaning |\n|---|---|---|---|\n";

  /** The greatest int, which as a limit means that there is none. */
  private static final long NO_LIMIT = Integer.MAX_VALUE;

  private final JsonNode schema;

  DefinitionTables(JsonNode schema) {
    this.schema = schema;
  }

  /**
   * The page with the tables that follow from the schema, instead of the ones there.
   *
   * @throws IllegalStateException when the page has no table of a mapping, or the schema does not
   *     say what a cell needs
   */
  String updated(String page) {
    Map<String, JsonNode> mappings = new LinkedHashMap<>();
    mappings.put("the definition", schema);
    schema
        .get("$defs")
        .properties()
        .forEach(
            each -> {
              if (isMapping(each.getValue())) {
                mappings.put(heading(each.getKey()), each.getValue());
              }
            });

    String updated = page;
    for (Map.Entry<String, JsonNode> mapping : mappings.entrySet()) {
      updated = withTable(updated, mapping.getKey(), table(mapping.getKey(), mapping.getValue()));
    }
    return updated;
  }

  private static String heading(String definition) {
    return definition.equals("field") ? "the field" : definition;
  }

  private static String withTable(String page, String heading, String table) {
    int section = page.indexOf("\n### " + heading + "\n");
    int next = page.indexOf("\n#", section + 1);
    int start = page.indexOf(HEAD, section);
    if (section < 0 || start < 0 || (next >= 0 && start > next)) {
      throw new IllegalStateException("the page has no table below ### " + heading);
    }
    int end = start;
    while (page.startsWith("|", end)) {
      end = page.indexOf('\n', end) + 1;
    }
    return page.substring(0, start) + table + page.substring(end);
  }

  private String table(String heading, JsonNode mapping) {
    List<JsonNode> forms = forms(mapping);
    return keys(forms).stream()
        .map(key -> row(heading, key, mapping, forms))
        .collect(joining("", HEAD, ""));
  }

  /** The forms that a mapping can have, each with keys of its own; mostly one, the mapping. */
  private static List<JsonNode> forms(JsonNode mapping) {
    return mapping.has("properties") ? List.of(mapping) : list(mapping.path("oneOf"));
  }

  /** All keys in the schema's order; those of one form alone are before what they share. */
  private static List<String> keys(List<JsonNode> forms) {
    List<String> keys = new ArrayList<>();
    for (JsonNode form : forms) {
      List<String> own = new ArrayList<>();
      form.get("properties").fieldNames().forEachRemaining(own::add);
      Collections.reverse(own);
      int next = keys.size();
      for (String key : own) {
        if (keys.contains(key)) {
          next = keys.indexOf(key);
        } else {
          keys.add(next, key);
        }
      }
    }
    return keys;
  }

  private String row(String heading, String key, JsonNode mapping, List<JsonNode> forms) {
    List<JsonNode> holders =
        forms.stream().filter(form -> form.get("properties").has(key)).toList();
    List<JsonNode> values = holders.stream().map(form -> form.get("properties").get(key)).toList();
    if (values.stream().allMatch(value -> value.has("const"))) {
      String words = values.stream().map(DefinitionTables::word).distinct().collect(joining(", "));
      return row(key, words, "required", meaning(mapping));
    }

    String only = only(holders, forms);
    Set<String> rows = new TreeSet<>();
    for (int i = 0; i < values.size(); i++) {
      JsonNode value = values.get(i);
      boolean required = forms.size() == 1 || kindOf(holders.get(i)).isValueNode();
      required &= list(holders.get(i).path("required")).stream().anyMatch(is(key));
      String place = heading + "." + key;
      rows.add(row(key, type(place, value), fallback(value, required), only + lower(only, value)));
    }
    if (rows.size() > 1) {
      throw new IllegalStateException("one row must fit all forms of " + heading + ": " + rows);
    }
    return rows.iterator().next();
  }

  private static Predicate<JsonNode> is(String key) {
    return name -> name.textValue().equals(key);
  }

  private static String row(String key, String type, String fallback, String meaning) {
    return Stream.of("`" + key + "`", type, fallback, meaning)
        .map(cell -> cell.replace("|", "\\|"))
        .collect(joining(" | ", "| ", " |\n"));
  }

  /** Which kinds of a mapping have a key, if not all that have keys; empty otherwise. */
  private static String only(List<JsonNode> holders, List<JsonNode> forms) {
    List<String> kinds = kinds(holders);
    List<String> all = kinds(forms.stream().filter(f -> f.get("properties").size() > 1).toList());
    return kinds.equals(all) ? "" : String.join(" and ", kinds) + " only: ";
  }

  private static List<String> kinds(List<JsonNode> forms) {
    return forms.stream()
        .filter(form -> kindOf(form).isValueNode())
        .map(form -> "`" + kindOf(form).asText() + "`")
        .distinct()
        .toList();
  }

  /** What the form's key 'type' must have; missing if that does not choose the form. */
  private static JsonNode kindOf(JsonNode form) {
    return form.at("/properties/type/const");
  }

  private static String lower(String only, JsonNode value) {
    String meaning = meaning(value);
    return only.isEmpty()
        ? meaning
        : meaning.substring(0, 1).toLowerCase(Locale.ROOT) + meaning.substring(1);
  }

  /** The description without the sentence that repeats another cell for editors. */
  private static String meaning(JsonNode value) {
    String meaning = value.get("description").textValue();
    for (String cell : List.of(value.path("x-type").asText(), value.path("x-default").asText())) {
      for (String sentence : List.of(" Default: " + cell + ".", " " + capital(cell) + ".")) {
        if (meaning.endsWith(sentence)) {
          meaning = meaning.substring(0, meaning.length() - sentence.length());
        }
      }
    }
    return value.has("x-see") ? meaning + " See " + value.get("x-see").textValue() + "." : meaning;
  }

  private static String capital(String text) {
    return text.isEmpty() ? "" : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private String type(String place, JsonNode value) {
    JsonNode target = target(value);
    for (JsonNode node : List.of(value, target)) {
      if (node.has("x-type")) {
        return node.get("x-type").textValue();
      }
    }
    if (value.has("enum")) {
      return list(value.get("enum")).stream()
          .filter(JsonNode::isTextual)
          .map(word -> "`" + word.textValue() + "`")
          .collect(joining(", "));
    }
    if (isMapping(target)) {
      return "mapping";
    }
    JsonNode type = value.path("type");
    if (isText(value)) {
      return "text";
    }
    if (type.asText().equals("array") && isText(value.path("items"))) {
      return "list of texts";
    }
    return switch (type.asText()) {
      case "boolean" -> "`true`, `false`";
      case "integer" -> range(value);
      case "number" -> "number";
      case "object" -> value.has("additionalProperties") ? "names and values" : "mapping";
      default -> throw new IllegalStateException("the schema needs an x-type of " + place);
    };
  }

  private static String range(JsonNode value) {
    long maximum = value.get("maximum").longValue();
    return value.get("minimum") + (maximum == NO_LIMIT ? " or more" : " to " + maximum);
  }

  private String fallback(JsonNode value, boolean required) {
    if (value.has("x-default")) {
      return value.get("x-default").textValue();
    }
    if (required) {
      return "required";
    }
    if (value.has("default")) {
      return fallback(value.get("default"));
    }
    JsonNode target = target(value);
    return target.has("properties") && !target.has("required") ? "all its defaults" : "none";
  }

  private static String fallback(JsonNode value) {
    if (value.isContainerNode()) {
      return value.isEmpty() ? "none" : "`" + flow(value) + "`";
    }
    return value.asText().isEmpty() ? "empty" : "`" + value.asText() + "`";
  }

  /** A value as YAML in one line. */
  private static String flow(JsonNode value) {
    if (value.isArray()) {
      return list(value).stream().map(DefinitionTables::flow).collect(joining(", ", "[", "]"));
    }
    if (value.isObject()) {
      return value.properties().stream()
          .map(member -> member.getKey() + ": " + flow(member.getValue()))
          .collect(joining(", ", "{", "}"));
    }
    return value.asText();
  }

  /** The definition that a value refers to; missing if it refers to none. */
  private JsonNode target(JsonNode value) {
    return value.has("$ref")
        ? schema.at(value.get("$ref").textValue().substring(1))
        : MissingNode.getInstance();
  }

  private static boolean isMapping(JsonNode definition) {
    return definition.has("properties") || definition.at("/oneOf/0/properties").isObject();
  }

  /** Whether any scalar is taken, since the reader takes its spelling. */
  private static boolean isText(JsonNode value) {
    return list(value.path("type")).stream().anyMatch(is("string"));
  }

  private static String word(JsonNode value) {
    return "`" + value.get("const").asText() + "`";
  }

  private static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }
}
