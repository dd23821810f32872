package io.tributary.model.definition;

import io.tributary.model.yaml.Nearest;
import io.tributary.model.yaml.Problems;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;

/** What a field must be to be part of a key, in the topic or in the table. */
final class KeyRules {
  /** Cassandra's keys hold 65,535 bytes, and a code point takes up to four. */
  static final int LONGEST_TEXT = 16_383;

  /** Types whose values have one spelling, as a record's key needs. */
  private static final Set<ColumnType> TYPES =
      Set.of(
          FieldType.TEXT,
          FieldType.INT,
          FieldType.BIGINT,
          FieldType.UUID,
          FieldType.TIMESTAMP,
          FieldType.DATE,
          FieldType.TIME,
          FieldType.INET);

  private KeyRules() {}

  /**
   * Reports what keeps {@code field} from being in a key.
   *
   * @param role what messages call the field, such as {@code the key}
   */
  static void check(Field field, int line, String role, Problems problems) {
    if (!field.checks().required()) {
      problems.add(
          line, "%s '%s' without required: true".formatted(role, field.name()), "required: true");
    }
    if (!TYPES.contains(field.type())) {
      problems.add(
          line,
          "%s '%s' of type %s".formatted(role, field.name(), field.type().word()),
          "one of text, int, bigint, uuid, timestamp, date, time, inet");
    }
    if (isTooLong(field)) {
      problems.add(
          line,
          String.format(Locale.ROOT, "a max-length of %,d at %s", field.checks().maxLength(), role),
          String.format(Locale.ROOT, "at most %,d", LONGEST_TEXT));
    }
  }

  /** Whether values of the field may be too long for a key or an index of Cassandra. */
  static boolean isTooLong(Field field) {
    return field.type() == FieldType.TEXT && field.checks().maxLength() > LONGEST_TEXT;
  }

  /**
   * Whether an index finds rows by the field's values.
   *
   * @param sai whether it is storage-attached: it finds items of collections with several cells,
   *     and vectors by their distance
   */
  static boolean isIndexable(Field field, boolean sai) {
    boolean finds = field.type().item() != FieldType.BLOB && field.type() != FieldType.JSON;
    if (field.type() instanceof CollectionType several) {
      return sai && finds && !several.frozen();
    }
    return finds;
  }

  /** What a message expects where {@code name} is none of the {@code fields}. */
  static String expectedField(String name, Collection<String> fields) {
    return Nearest.to(name, fields)
        .map("the name of a field (did you mean '%s'?)"::formatted)
        .orElse("the name of a field");
  }
}
