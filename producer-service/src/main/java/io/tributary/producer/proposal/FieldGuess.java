package io.tributary.producer.proposal;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.model.definition.Checks;
import io.tributary.model.definition.TimeFormat.EpochUnit;
import io.tributary.producer.sample.EpochTimes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The type of a column, and what else its field needs.
 *
 * @param type as the definition has it
 * @param keys beside name, type and from
 * @param comment what a person should know or check; empty if nothing
 */
record FieldGuess(String type, Map<String, String> keys, String comment) {
  private static final Pattern UUID =
      Pattern.compile("(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final Pattern TIME =
      Pattern.compile(
          "\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}(:\\d{2}([.,]\\d+)?)?(Z|[+-]\\d{2}:?\\d{2})");
  private static final Pattern LOCAL_TIME =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?");
  private static final Pattern BOOLEAN = Pattern.compile("true|false");
  private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9]\\d{0,30})(\\.\\d{1,30})?");
  private static final Pattern WHOLE = Pattern.compile("\\d{9,16}");
  private static final Pattern ENTITY =
      Pattern.compile("&(#\\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});");

  /** Larger counts and ids may outgrow 32 bits. */
  private static final long SAFELY_INT = 100_000_000;

  private static final int LONGEST = 1_000_000;

  /** What a definition allows at most. */
  private static final int MOST_ITEMS = 65_535;

  /** So much longer than in the sample may texts be. */
  private static final int ROOM = 4;

  FieldGuess {
    keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
  }

  /** A guess by the values; none where no record of the sample has one. */
  static Optional<FieldGuess> of(Member member) {
    List<JsonNode> values = member.present();
    if (values.isEmpty()) {
      return Optional.empty();
    }
    if (!member.isScalar()) {
      return Optional.of(list(member, values).orElseGet(() -> json(values)));
    }
    boolean anyText = values.stream().anyMatch(JsonNode::isTextual);
    boolean anyNumber = values.stream().anyMatch(JsonNode::isNumber);
    boolean anyTruth = values.stream().anyMatch(JsonNode::isBoolean);
    if (anyTruth && !anyNumber && !anyText) {
      return Optional.of(plain("boolean", ""));
    }
    if (anyNumber && !anyText) {
      List<JsonNode> numbers = values.stream().filter(JsonNode::isNumber).toList();
      FieldGuess guess = numbers(member, numbers);
      return Optional.of(anyTruth ? guess.with("on-error", "null", "false means none") : guess);
    }
    return Optional.of(anyText && !anyNumber && !anyTruth ? texts(member, values) : text(values));
  }

  /** Lists of values of one type; none where there are other ones. */
  private static Optional<FieldGuess> list(Member member, List<JsonNode> values) {
    List<JsonNode> items = new ArrayList<>();
    values.forEach(value -> value.forEach(items::add));
    boolean areLists = values.stream().allMatch(JsonNode::isArray);
    boolean areValues = items.stream().allMatch(JsonNode::isValueNode);
    boolean areAlike =
        items.stream().allMatch(JsonNode::isTextual)
            || items.stream().allMatch(JsonNode::isNumber)
            || items.stream().allMatch(JsonNode::isBoolean);
    if (!areLists || !areValues || !areAlike || items.isEmpty()) {
      return Optional.empty();
    }
    int longest = values.stream().mapToInt(JsonNode::size).max().orElse(0);
    if (longest > MOST_ITEMS / ROOM) {
      return Optional.empty();
    }
    return of(new Member(member.path(), items, items.size()))
        .map(
            item ->
                new FieldGuess("frozen<list<%s>>".formatted(item.type), item.keys, item.comment))
        .map(
            list ->
                longest * ROOM > Checks.DEFAULT_MAX_ITEMS
                    ? list.with("max-items", Long.toString((long) longest * ROOM), "")
                    : list)
        .map(
            list ->
                items.stream().anyMatch(item -> item.isTextual() && item.textValue().isBlank())
                    ? list.with("null-items", "skip", "some items are empty")
                    : list);
  }

  private static FieldGuess json(List<JsonNode> values) {
    int longest = values.stream().mapToInt(value -> value.toString().length()).max().orElse(0);
    FieldGuess guess = plain("text", "lists and objects as JSON").with("format", "json", "");
    return longest * ROOM > Checks.DEFAULT_MAX_LENGTH
        ? guess.with("max-length", room(longest), "")
        : guess;
  }

  private static FieldGuess numbers(Member member, List<JsonNode> numbers) {
    boolean areWhole = numbers.stream().allMatch(JsonNode::isIntegralNumber);
    if (!areWhole) {
      boolean isExact = MemberNames.isMoney(member.name()) || losesDigits(numbers);
      return plain(isExact ? "decimal" : "double", "");
    }
    Optional<FieldGuess> time = epoch(member, numbers);
    if (time.isPresent()) {
      return time.get();
    }
    BigDecimal largest =
        numbers.stream()
            .map(number -> number.decimalValue().abs())
            .max(BigDecimal::compareTo)
            .orElseThrow();
    if (largest.precision() > 18) {
      return plain("decimal", "");
    }
    return plain(largest.compareTo(BigDecimal.valueOf(SAFELY_INT)) < 0 ? "int" : "bigint", "");
  }

  private static boolean losesDigits(List<JsonNode> numbers) {
    return numbers.stream()
        .map(JsonNode::decimalValue)
        .anyMatch(
            exact ->
                !Double.isInfinite(exact.doubleValue())
                    && new BigDecimal(Double.toString(exact.doubleValue())).compareTo(exact) != 0);
  }

  /** Numbers that are all times of our days in one unit, under a name that says so or none. */
  private static Optional<FieldGuess> epoch(Member member, List<JsonNode> numbers) {
    boolean hasNoName = member.name().startsWith("value_");
    if (!MemberNames.isTime(member.name()) && !hasNoName) {
      return Optional.empty();
    }
    Set<Optional<EpochUnit>> units = new HashSet<>();
    numbers.forEach(number -> units.add(EpochTimes.likelyUnit(new BigDecimal(number.asText()))));
    return units.size() == 1
        ? units
            .iterator()
            .next()
            .map(unit -> plain("timestamp", "").with("format", unit.word(), ""))
        : Optional.empty();
  }

  private static FieldGuess texts(Member member, List<JsonNode> values) {
    if (all(values, UUID)) {
      return plain("uuid", "");
    }
    if (all(values, TIME)) {
      return plain("timestamp", "");
    }
    if (all(values, LOCAL_TIME)) {
      return plain("timestamp", "").with("zone", "UTC", "the source names no zone: is it UTC?");
    }
    if (all(values, DATE)) {
      return plain("date", "");
    }
    if (all(values, BOOLEAN)) {
      return plain("boolean", "");
    }
    if (all(values, WHOLE)) {
      Optional<FieldGuess> time = epoch(member, values);
      if (time.isPresent()) {
        return time.get();
      }
    }
    boolean hasPoint = values.stream().anyMatch(value -> value.textValue().contains("."));
    return hasPoint && all(values, DECIMAL) ? plain("decimal", "") : text(values);
  }

  private static FieldGuess text(List<JsonNode> values) {
    FieldGuess guess = plain("text", "");
    Predicate<String> hasEntity = text -> ENTITY.matcher(text).find();
    if (values.stream().map(JsonNode::asText).anyMatch(hasEntity)) {
      guess = guess.with("clean", "[html-entities, nfc, trim, empty-to-null]", "");
    }
    int longest =
        values.stream()
            .map(JsonNode::asText)
            .mapToInt(text -> text.codePointCount(0, text.length()))
            .max()
            .orElse(0);
    return longest * 2 > Checks.DEFAULT_MAX_LENGTH
        ? guess.with("max-length", room(longest), "")
        : guess;
  }

  private static String room(int longest) {
    long room = 1_000;
    while (room < (long) longest * ROOM) {
      room *= 10;
    }
    return Long.toString(Math.min(room, LONGEST));
  }

  private static boolean all(List<JsonNode> values, Pattern pattern) {
    return values.stream().allMatch(value -> pattern.matcher(value.textValue().strip()).matches());
  }

  private static FieldGuess plain(String type, String comment) {
    return new FieldGuess(type, Map.of(), comment);
  }

  FieldGuess with(String key, String value, String said) {
    Map<String, String> more = new LinkedHashMap<>(keys);
    more.put(key, value);
    List<String> comments = new ArrayList<>(List.of(comment, said));
    comments.removeIf(String::isEmpty);
    return new FieldGuess(type, more, String.join("; ", comments));
  }

  /** Whether a record can have the value as its key. */
  boolean canBeKey() {
    return Set.of("text", "int", "bigint", "uuid", "timestamp", "date").contains(type)
        && !"json".equals(keys.get("format"));
  }
}
