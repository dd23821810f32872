package io.tributary.producer.proposal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A member of the records, with what all of them have there. Objects are unfolded into their
 * members as long as they have much the same ones.
 *
 * @param path names from the record to the member
 * @param values what the records have that have it, null included
 * @param records how many records there are
 */
record Member(List<String> path, List<JsonNode> values, int records) {
  private static final int DEEPEST = 3;
  private static final int MOST_MEMBERS = 40;
  private static final int FEW_MEMBERS = 8;

  Member {
    path = List.copyOf(path);
    values = List.copyOf(values);
  }

  /** What the records have, in the order of their members. */
  static List<Member> of(List<JsonNode> records) {
    List<Member> members = new ArrayList<>();
    unfold(List.of(), records, records.size(), members);
    return members;
  }

  private static void unfold(
      List<String> path, List<JsonNode> objects, int records, List<Member> members) {
    for (String name : names(objects)) {
      List<String> within = new ArrayList<>(path);
      within.add(name);
      List<JsonNode> values =
          objects.stream().filter(object -> object.has(name)).map(one -> one.get(name)).toList();
      if (!MemberNames.isSecret(name) && areAlike(values, within.size())) {
        unfold(within, values.stream().filter(JsonNode::isObject).toList(), records, members);
      } else {
        members.add(new Member(within, values, records));
      }
    }
  }

  private static Set<String> names(List<JsonNode> objects) {
    Set<String> names = new LinkedHashSet<>();
    objects.forEach(object -> object.fieldNames().forEachRemaining(names::add));
    return names;
  }

  /** Whether values are objects, or null, whose members make good columns. */
  private static boolean areAlike(List<JsonNode> values, int depth) {
    List<JsonNode> objects = values.stream().filter(JsonNode::isObject).toList();
    boolean isOther = values.stream().anyMatch(value -> !value.isObject() && !value.isNull());
    int names = names(objects).size();
    int sum = objects.stream().mapToInt(JsonNode::size).sum();
    return !isOther
        && names > 0
        && depth <= DEEPEST
        && names <= MOST_MEMBERS
        && (names <= FEW_MEMBERS || sum * 2 >= names * objects.size());
  }

  String name() {
    return path.get(path.size() - 1);
  }

  String pointer() {
    return path.stream()
        .map(name -> "/" + name.replace("~", "~0").replace("/", "~1"))
        .collect(Collectors.joining());
  }

  /** The values that are there: not null, no empty text. */
  List<JsonNode> present() {
    return values.stream()
        .filter(value -> !value.isNull() && !(value.isTextual() && value.textValue().isBlank()))
        .toList();
  }

  boolean isInEach() {
    return present().size() == records;
  }

  /** Texts, numbers and truth values that differ in each record. */
  boolean isUnique() {
    return isInEach() && isScalar() && distinct() == records;
  }

  boolean isScalar() {
    return present().stream().allMatch(JsonNode::isValueNode);
  }

  /** Whether the values are lists, of objects as far as they have items. */
  boolean isListOfObjects() {
    boolean areLists = present().stream().allMatch(JsonNode::isArray);
    List<JsonNode> items = new ArrayList<>();
    present().forEach(list -> list.forEach(items::add));
    return areLists && !items.isEmpty() && items.stream().allMatch(JsonNode::isObject);
  }

  int distinct() {
    return new HashSet<>(present().stream().map(JsonNode::asText).toList()).size();
  }

  /** Whether the member, or anything within it, has a name of what must not travel. */
  boolean isSecret() {
    return MemberNames.isSecret(name()) || values.stream().anyMatch(Member::hasSecret);
  }

  private static boolean hasSecret(JsonNode value) {
    if (value.isObject()) {
      for (var member : value.properties()) {
        if (MemberNames.isSecret(member.getKey()) || hasSecret(member.getValue())) {
          return true;
        }
      }
    }
    if (value.isArray()) {
      for (JsonNode item : value) {
        if (hasSecret(item)) {
          return true;
        }
      }
    }
    return false;
  }
}
