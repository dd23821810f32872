package io.tributary.producer.proposal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tributary.producer.sample.SourceRecords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * How an answer holds its records, by a guess.
 *
 * @param format as {@code source.format} has it
 * @param records where they are, as a JSON Pointer
 * @param are as {@code source.records-are} has it
 * @param names of the values of records that are arrays; else empty
 * @param separator of CSV; else empty
 * @param answer all of it; missing where it is no single JSON value
 */
record AnswerShape(
    String format,
    String records,
    String are,
    List<String> names,
    String separator,
    JsonNode answer) {
  private static final int DEEPEST = 5;

  private static final Set<String> USUAL =
      Set.of(
          "data",
          "items",
          "results",
          "records",
          "result",
          "docs",
          "list",
          "entries",
          "rows",
          "values",
          "hits",
          "features",
          "articles",
          "objects",
          "content",
          "elements",
          "response",
          "value",
          "people",
          "users",
          "events",
          "documents",
          "members",
          "collection");
  private static final Set<String> UNUSUAL =
      Set.of(
          "errors",
          "error",
          "warnings",
          "links",
          "_links",
          "facets",
          "filters",
          "sort",
          "included",
          "messages",
          "meta",
          "aggregations");
  private static final Pattern CODE = Pattern.compile("[A-Z0-9_./:-]{2,20}");

  /** So many members of its own make an object with an id a record. */
  private static final int OWN_MEMBERS = 5;

  AnswerShape {
    names = List.copyOf(names);
  }

  /** The shape of an answer in UTF-8; none if no records can be found in it. */
  static Optional<AnswerShape> of(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8).strip();
    if (text.startsWith("\uFEFF")) {
      text = text.substring(1).strip();
    }
    if (text.startsWith("{") || text.startsWith("[")) {
      return json(text);
    }
    return text.startsWith("<") ? XmlRecords.find(text).map(AnswerShape::xml) : csv(text);
  }

  private static AnswerShape xml(String records) {
    return new AnswerShape("xml", records, "list", List.of(), "", MissingNode.getInstance());
  }

  private static Optional<AnswerShape> json(String text) {
    List<JsonNode> values = new ArrayList<>();
    try (JsonParser parser = SourceRecords.JSON.createParser(text)) {
      // not as a sequence of values, which a list would be taken for
      while (values.size() < 2 && parser.nextToken() != null) {
        values.add(SourceRecords.JSON.readTree(parser));
      }
    } catch (JsonProcessingException broken) {
      return Optional.empty();
    } catch (IOException impossible) {
      throw new IllegalStateException("a text cannot fail to be read", impossible);
    }
    if (values.size() > 1) {
      return Optional.of(
          new AnswerShape("ndjson", "", "list", List.of(), "", MissingNode.getInstance()));
    }
    return json(values.get(0));
  }

  private static Optional<AnswerShape> json(JsonNode answer) {
    List<Found> lists = new ArrayList<>();
    List<Found> maps = new ArrayList<>();
    List<Found> columns = new ArrayList<>();
    find(answer, "", "", 0, lists, maps, columns);
    Optional<Found> list = lists.stream().max(Comparator.comparingInt(Found::score));
    boolean isList = list.filter(found -> found.node().size() > 1).isPresent();
    boolean isUsual = list.filter(found -> USUAL.contains(found.name())).isPresent();
    if (!isUsual && isRecord(answer)) {
      return Optional.of(shape(answer, "", "object", List.of()));
    }
    if (isList || (isUsual && columns.isEmpty())) {
      return list.map(found -> listShape(answer, found));
    }
    Optional<Found> other =
        columns.stream().max(Comparator.comparingInt(Found::score)).or(() -> best(maps));
    if (other.isPresent()) {
      String are = columns.isEmpty() ? "map" : "columns";
      return Optional.of(shape(answer, other.get().pointer(), are, List.of()));
    }
    if (list.isPresent()) {
      return list.map(found -> listShape(answer, found));
    }
    return answer.isObject() && !answer.isEmpty()
        ? Optional.of(shape(answer, "", "object", List.of()))
        : Optional.empty();
  }

  private static Optional<Found> best(List<Found> maps) {
    return maps.stream().max(Comparator.comparingInt(Found::score));
  }

  private static AnswerShape listShape(JsonNode answer, Found list) {
    JsonNode first = list.node().get(0);
    List<String> names = new ArrayList<>();
    for (int i = 1; first.isArray() && i <= first.size(); i++) {
      names.add("value_" + i);
    }
    return shape(answer, list.pointer(), "list", names);
  }

  private static AnswerShape shape(
      JsonNode answer, String records, String are, List<String> names) {
    return new AnswerShape("json", records, are, names, "", answer);
  }

  /** An object with an id and members of its own, not one around a list. */
  private static boolean isRecord(JsonNode answer) {
    int own = 0;
    for (JsonNode member : answer) {
      own += member.isValueNode() ? 1 : 0;
    }
    boolean hasId = answer.path("id").isValueNode() || answer.path("_id").isValueNode();
    return answer.isObject() && hasId && own >= OWN_MEMBERS;
  }

  private record Found(JsonNode node, String pointer, String name, int depth) {
    int score() {
      int score = Math.min(node.size(), 100) - 20 * depth;
      score += node.size() > 1 ? 1_000 : 0;
      score += USUAL.contains(name) ? 200 : 0;
      return UNUSUAL.contains(name) ? score - 1_500 : score;
    }
  }

  private static void find(
      JsonNode node,
      String pointer,
      String name,
      int depth,
      List<Found> lists,
      List<Found> maps,
      List<Found> columns) {
    Found here = new Found(node, pointer, name, depth);
    if (node.isArray()) {
      if (!node.isEmpty() && (all(node, JsonNode::isObject) || areRows(node))) {
        lists.add(here);
      }
      return;
    }
    if (!node.isObject() || depth > DEEPEST) {
      return;
    }
    if (areColumns(node)) {
      columns.add(here);
    }
    if (isMap(node, depth)) {
      maps.add(here);
    }
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      String within = member.getKey().replace("~", "~0").replace("/", "~1");
      find(
          member.getValue(),
          pointer + "/" + within,
          member.getKey().toLowerCase(Locale.ROOT),
          depth + 1,
          lists,
          maps,
          columns);
    }
  }

  private static boolean areRows(JsonNode node) {
    int size = node.get(0).size();
    return size > 0 && all(node, row -> row.isArray() && row.size() == size);
  }

  private static boolean areColumns(JsonNode node) {
    int columns = 0;
    Set<Integer> sizes = new HashSet<>();
    for (JsonNode member : node) {
      if (member.isArray() && member.size() > 1 && all(member, JsonNode::isValueNode)) {
        columns++;
        sizes.add(member.size());
      }
    }
    return columns > 1 && columns == node.size() && sizes.size() == 1;
  }

  /** Members of one kind: objects with the same members, or numbers by codes. */
  private static boolean isMap(JsonNode node, int depth) {
    if (node.size() < 2) {
      return false;
    }
    if (all(node, JsonNode::isNumber)) {
      Iterator<String> names = node.fieldNames();
      boolean areCodes = true;
      while (names.hasNext()) {
        areCodes &= CODE.matcher(names.next()).matches();
      }
      return areCodes && depth > 0;
    }
    if (!all(node, member -> member.isObject() && !member.isEmpty())) {
      return false;
    }
    Set<String> names = new HashSet<>();
    int sum = 0;
    for (JsonNode member : node) {
      member.fieldNames().forEachRemaining(names::add);
      sum += member.size();
    }
    return sum * 10 >= names.size() * node.size() * 6;
  }

  private static boolean all(JsonNode node, Predicate<JsonNode> is) {
    for (JsonNode item : node) {
      if (!is.test(item)) {
        return false;
      }
    }
    return true;
  }

  private static Optional<AnswerShape> csv(String text) {
    List<String> lines = text.lines().limit(2).toList();
    if (lines.size() < 2) {
      return Optional.empty();
    }
    for (String separator : List.of(",", ";", "\t", "|")) {
      if (lines.get(0).contains(separator) && lines.get(1).contains(separator)) {
        return Optional.of(
            new AnswerShape("csv", "", "list", List.of(), separator, MissingNode.getInstance()));
      }
    }
    return Optional.empty();
  }

  /** A member that records may have; in CSV, one that they do have, as its pointer has it. */
  String anyMember(byte[] body) {
    if (!format.equals("csv")) {
      return "any";
    }
    String head = new String(body, StandardCharsets.UTF_8).replaceFirst("^\uFEFF", "").strip();
    String first = head.lines().findFirst().orElse("").split(Pattern.quote(separator), -1)[0];
    return first.replaceAll("^\"|\"$", "").replace("~", "~0").replace("/", "~1");
  }

  /** The lines of {@code source} that say so, beside its url. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (!format.equals("json")) {
      lines.add("format: " + format);
    }
    if (format.equals("csv") && !separator.equals(",")) {
      lines.add(
          "csv: {separator: %s}".formatted(separator.equals("\t") ? "tab" : Yaml.text(separator)));
    }
    if (!format.equals("csv") && !format.equals("ndjson")) {
      lines.add("records: " + Yaml.text(records));
    }
    if (!are.equals("list")) {
      lines.add("records-are: " + are);
    }
    if (!names.isEmpty()) {
      lines.add("names: [%s]".formatted(String.join(", ", names)));
    }
    return lines;
  }
}
