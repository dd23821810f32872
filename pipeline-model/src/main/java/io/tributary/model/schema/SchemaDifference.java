package io.tributary.model.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.model.definition.Compatibility;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is different between two schemas of one subject, field by field, and what a registry's rules
 * say of it. The rules are those of Avro's schema resolution; for JSON Schema, a schema can read
 * another's events if each event that is valid by the other is valid by it.
 */
public final class SchemaDifference {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SchemaDifference() {}

  /** Every difference, in the order of the fields. */
  public static List<FieldChange> between(EventSchema older, EventSchema newer) {
    if (!older.type().equals(newer.type())) {
      return List.of(
          new FieldChange(
              "",
              "the schema was of the type %s and is of the type %s"
                  .formatted(older.type(), newer.type()),
              false,
              false));
    }
    Optional<JsonNode> before = parse(older.text());
    Optional<JsonNode> after = parse(newer.text());
    if (before.isEmpty() || after.isEmpty()) {
      return List.of(new FieldChange("", "one of the two schemas is not JSON", false, false));
    }
    return newer.type().equals(EventSchema.AVRO)
        ? new AvroDifference(before.get(), after.get()).changes()
        : new JsonSchemaDifference(before.get(), after.get()).changes();
  }

  /**
   * What a rule does not allow of a new schema, a sentence for each difference.
   *
   * @param older what the subject has had, the oldest first
   */
  public static List<String> problems(
      Compatibility rule, List<EventSchema> older, EventSchema newer) {
    List<EventSchema> compared =
        older.isEmpty() || rule.isTransitive()
            ? older
            : older.subList(older.size() - 1, older.size());
    return compared.stream()
        .flatMap(before -> between(before, newer).stream())
        .filter(change -> !change.isAllowedBy(rule))
        .map(FieldChange::toString)
        .distinct()
        .toList();
  }

  /** The same, of a rule by its name in a registry; of one that is not known, nothing. */
  public static List<String> problems(String rule, List<EventSchema> older, EventSchema newer) {
    return Arrays.stream(Compatibility.values())
        .filter(known -> known.name().equals(rule))
        .findFirst()
        .map(known -> problems(known, older, newer))
        .orElse(List.of());
  }

  /** The differences as one clause. */
  public static String inWords(List<FieldChange> changes) {
    return changes.stream().map(FieldChange::toString).collect(Collectors.joining("; "));
  }

  private static Optional<JsonNode> parse(String text) {
    try {
      return Optional.of(JSON.readTree(text));
    } catch (JsonProcessingException none) {
      return Optional.empty();
    }
  }
}
