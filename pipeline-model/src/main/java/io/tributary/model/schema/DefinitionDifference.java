package io.tributary.model.schema;

import io.tributary.model.definition.Checks;
import io.tributary.model.definition.ColumnType;
import io.tributary.model.definition.Compatibility;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.FieldType;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.Table;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a new definition means for the registry, the tables and the records in the topic. */
public final class DefinitionDifference {
  private static final String NOTHING = "nothing changes";
  private static final String COLUMN_STAYS =
      "the column stays, and rows that are there keep their values";

  private DefinitionDifference() {}

  /** Compared with an older definition of the pipeline. */
  public static List<FieldVerdict> between(Pipeline older, Pipeline newer) {
    List<FieldVerdict> verdicts = new ArrayList<>(ofTopic(older, newer));
    Map<String, Field> before = byName(older);
    Map<String, Field> after = byName(newer);
    Map<String, Boolean> accepted = accepted(older, newer);
    before.forEach(
        (name, field) -> {
          Field now = after.get(name);
          if (now == null) {
            verdicts.add(gone(name, accepted.getOrDefault(name, true)));
          } else {
            verdicts.addAll(changed(field, now, accepted.getOrDefault(name, true)));
          }
        });
    after.forEach(
        (name, field) -> {
          if (!before.containsKey(name)) {
            verdicts.add(added(field, accepted.getOrDefault(name, true)));
          }
        });
    verdicts.addAll(ofTables(older, newer));
    return verdicts;
  }

  /** Compared with the schema that a registry has, which knows nothing of tables. */
  public static List<FieldVerdict> between(EventSchema older, Pipeline newer) {
    Optional<EventSchema> schema = EventSchema.of(newer);
    if (schema.isEmpty()) {
      return List.of();
    }
    Map<String, Field> fields = byName(newer);
    Compatibility rule = newer.topic().format().compatibility();
    List<FieldVerdict> verdicts = new ArrayList<>();
    for (FieldChange change : SchemaDifference.between(older, schema.get())) {
      Field field = fields.get(change.field());
      boolean accepted = change.isAllowedBy(rule);
      if (field == null) {
        verdicts.add(
            change.field().isEmpty()
                ? new FieldVerdict("", change.what(), accepted, NOTHING, "see the fields")
                : gone(change.field(), accepted));
      } else if (change.what().startsWith("is new")) {
        verdicts.add(added(field, accepted));
      } else {
        verdicts.add(
            new FieldVerdict(
                field.name(),
                change.what(),
                accepted,
                "cassandra-init stops if the column has another type than " + cql(field),
                change.backward() ? "are read" : "those that do not fit become dead letters"));
      }
    }
    return verdicts;
  }

  private static Map<String, Field> byName(Pipeline pipeline) {
    return pipeline.event().fields().stream()
        .collect(
            Collectors.toMap(Field::name, field -> field, (one, other) -> one, LinkedHashMap::new));
  }

  /** By the name of the field; nothing of fields that did not change, or have no schema. */
  private static Map<String, Boolean> accepted(Pipeline older, Pipeline newer) {
    Map<String, Boolean> accepted = new LinkedHashMap<>();
    Optional<EventSchema> before = EventSchema.of(older);
    Optional<EventSchema> after = EventSchema.of(newer);
    if (before.isPresent() && after.isPresent()) {
      for (FieldChange change : SchemaDifference.between(before.get(), after.get())) {
        accepted.merge(
            change.field(),
            change.isAllowedBy(newer.topic().format().compatibility()),
            Boolean::logicalAnd);
      }
    }
    return accepted;
  }

  private static FieldVerdict added(Field field, boolean accepted) {
    return new FieldVerdict(
        field.name(),
        "is new (%s%s)".formatted(cql(field), field.checks().required() ? ", required" : ""),
        accepted,
        "cassandra-init adds the column; rows that are there have null",
        field.checks().required()
            ? "become dead letters (MISSING_FIELD) if they are read again"
            : "are read, and have no value");
  }

  private static FieldVerdict gone(String name, boolean accepted) {
    return new FieldVerdict(
        name, "is gone", accepted, COLUMN_STAYS, "are read; the value is ignored");
  }

  private static List<FieldVerdict> changed(Field was, Field is, boolean accepted) {
    List<FieldVerdict> verdicts = new ArrayList<>();
    if (!was.type().word().equals(is.type().word())) {
      verdicts.add(
          new FieldVerdict(
              is.name(),
              "was %s and is %s".formatted(was.type().word(), is.type().word()),
              accepted,
              was.type().cqlName().equals(is.type().cqlName()) ? NOTHING : FieldVerdict.IMPOSSIBLE,
              reading(was.type(), is.type())));
    }
    if (!was.checks().required() && is.checks().required()) {
      verdicts.add(
          new FieldVerdict(
              is.name(),
              "must have a value now",
              accepted,
              NOTHING,
              "those without a value become dead letters (MISSING_FIELD) if they are read again"));
    } else if (was.checks().required() && !is.checks().required()) {
      verdicts.add(
          new FieldVerdict(is.name(), "may have no value now", accepted, NOTHING, "are read"));
    }
    if (isStricter(was.checks(), is.checks())) {
      verdicts.add(
          new FieldVerdict(
              is.name(),
              "has a stricter check",
              accepted,
              NOTHING,
              "those that break it become dead letters (CHECK_FAILED) if they are read again"));
    }
    return verdicts;
  }

  private static String reading(ColumnType was, ColumnType is) {
    boolean isWider =
        (was == FieldType.INT && (is == FieldType.BIGINT || is == FieldType.DOUBLE))
            || (was == FieldType.BIGINT && is == FieldType.DOUBLE)
            || is == FieldType.JSON;
    boolean isSameItem = was.item() == is.item() && was != was.item() && is != is.item();
    if (isWider || isSameItem) {
      return "are read";
    }
    return was == FieldType.BIGINT && is == FieldType.INT
        ? "are read; those out of range become dead letters (WRONG_TYPE)"
        : "those whose value is none of the new type become dead letters (WRONG_TYPE)";
  }

  private static boolean isStricter(Checks was, Checks is) {
    return isGreater(is.min(), was.min())
        || isGreater(was.max(), is.max())
        || is.minLength() > was.minLength()
        || is.maxLength() < was.maxLength()
        || is.maxItems() < was.maxItems()
        || (is.email() && !was.email())
        || (is.pattern().isPresent() && !pattern(is).equals(pattern(was)))
        || (!is.oneOf().isEmpty() && !Set.copyOf(is.oneOf()).containsAll(oneOf(was)));
  }

  /** What was allowed; anything is not among what is listed. */
  private static List<String> oneOf(Checks checks) {
    return checks.oneOf().isEmpty() ? List.of("\u0000anything") : checks.oneOf();
  }

  /** Whether a bound that is there is greater than the other, or the other is not there. */
  private static boolean isGreater(Optional<BigDecimal> one, Optional<BigDecimal> other) {
    return one.isPresent() && (other.isEmpty() || one.get().compareTo(other.get()) > 0);
  }

  private static String pattern(Checks checks) {
    return checks.pattern().map(Object::toString).orElse("");
  }

  private static List<FieldVerdict> ofTopic(Pipeline older, Pipeline newer) {
    List<FieldVerdict> verdicts = new ArrayList<>();
    String before = older.topic().format().encoding().word();
    String after = newer.topic().format().encoding().word();
    if (!before.equals(after)) {
      Optional<EventSchema> was = EventSchema.of(older);
      Optional<EventSchema> is = EventSchema.of(newer);
      boolean isSameSubject =
          was.isPresent() && is.isPresent() && was.get().subject().equals(is.get().subject());
      verdicts.add(
          new FieldVerdict(
              "",
              "the format was %s and is %s".formatted(before, after),
              !isSameSubject,
              NOTHING,
              after.equals("json")
                  ? "those that name a schema become dead letters (MALFORMED_JSON)"
                  : "are read"));
    }
    if (!older.event().key().equals(newer.event().key())) {
      verdicts.add(
          new FieldVerdict(
              "",
              "the event's key was %s and is %s"
                  .formatted(older.event().key(), newer.event().key()),
              true,
              "see its key",
              "become dead letters (KEY_MISMATCH) if they are read again"));
    }
    return verdicts;
  }

  private static List<FieldVerdict> ofTables(Pipeline older, Pipeline newer) {
    Map<String, Table> before =
        older.tables().stream().collect(Collectors.toMap(Table::fullName, table -> table));
    List<FieldVerdict> verdicts = new ArrayList<>();
    for (Table table : newer.tables()) {
      Table was = before.get(table.fullName());
      if (was == null) {
        verdicts.add(
            new FieldVerdict(
                "",
                "the table %s is new".formatted(table.fullName()),
                true,
                "cassandra-init creates it; the consumer fills it with --mode initial --tables "
                    + table.name(),
                "are read"));
      } else if (!was.partitionKey().equals(table.partitionKey())
          || !was.clustering().equals(table.clustering())) {
        verdicts.add(
            new FieldVerdict(
                "",
                "the key of %s changes".formatted(table.fullName()),
                true,
                FieldVerdict.IMPOSSIBLE,
                "are read"));
      }
    }
    return verdicts;
  }

  private static String cql(Field field) {
    return field.type().cqlName();
  }
}
