package io.tributary.model.definition;

import io.tributary.model.text.Quoted;
import io.tributary.model.yaml.Located;
import io.tributary.model.yaml.Problems;
import io.tributary.model.yaml.Section;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The rules between a table's keys and the event's fields. */
final class TableCrossChecks {
  private final Problems problems;
  private final EventReader.Result event;
  private final Section section;

  /**
   * A field in a key of the section.
   *
   * @param in the key of the section that names it
   */
  record NamedField(Located<String> field, String in) {}

  /**
   * @param section the table's
   */
  TableCrossChecks(Problems problems, EventReader.Result event, Section section) {
    this.problems = problems;
    this.event = event;
    this.section = section;
  }

  /**
   * @param key as the table names it, empty where it names none
   */
  void check(
      Table table, List<NamedField> key, List<Located<String>> indexes, List<Located<String>> sai) {
    inKey(key);
    references(indexes, "indexes");
    references(sai, "sai");
    tableKey(table.key(), key);
    proof(table);
    indexable(table, indexes, "indexes");
    indexable(table, sai, "sai");
    for (Located<String> index : sai) {
      if (table.indexes().contains(index.value())) {
        problems.add(
            index.line(),
            "%s in 'sai', which 'indexes' names too".formatted(Quoted.quote(index.value())),
            "it in one of them");
      }
    }
  }

  /** Each is a field's name, and there once. */
  void references(List<Located<String>> names, String key) {
    Set<String> seen = new HashSet<>();
    for (Located<String> name : names) {
      if (!seen.add(name.value())) {
        again(name, key);
      } else {
        field(name, key);
      }
    }
  }

  private void inKey(List<NamedField> names) {
    Map<String, String> seen = new HashMap<>();
    for (NamedField name : names) {
      String earlier = seen.putIfAbsent(name.field().value(), name.in());
      if (earlier == null) {
        field(name.field(), name.in());
      } else if (earlier.equals(name.in()) && !name.in().equals("clustering")) {
        again(name.field(), name.in());
      } else {
        problems.add(
            name.field().line(),
            "%s in '%s', which '%s' names too"
                .formatted(Quoted.quote(name.field().value()), name.in(), earlier),
            "it once");
      }
    }
  }

  private void again(Located<String> name, String key) {
    problems.add(
        name.line(), "%s again in '%s'".formatted(Quoted.quote(name.value()), key), "it once");
  }

  private void field(Located<String> name, String key) {
    if (!event.lines().containsKey(name.value()) && problems.isEmpty()) {
      problems.add(
          name.line(),
          "%s in '%s'".formatted(Quoted.quote(name.value()), key),
          KeyRules.expectedField(name.value(), event.lines().keySet()));
    }
  }

  private void tableKey(List<String> keyNames, List<NamedField> named) {
    for (Field field : event.event().fields()) {
      if (keyNames.contains(field.name()) && !field.name().equals(event.event().key())) {
        KeyRules.check(
            field,
            event.lines().getOrDefault(field.name(), section.line()),
            "the key column",
            problems);
      }
    }
    if (!keyNames.contains(event.event().key()) && !event.event().key().isEmpty()) {
      section.problem(
          named.isEmpty() ? "key" : named.get(0).in(),
          "a table key without '%s', the event's key".formatted(event.event().key()),
          "it among the key, so that records of one row stay in order");
    }
  }

  private void proof(Table table) {
    boolean proves =
        event.event().fields().stream()
            .anyMatch(
                field ->
                    field.checks().required()
                        && !field.type().isMultiCell()
                        && table.columns().contains(field.name())
                        && !table.key().contains(field.name()));
    if (!proves && problems.isEmpty()) {
      section.problem(
          section.has("partition-key") ? "partition-key" : "key",
          "no required field outside the key%s"
              .formatted(section.has("columns") ? " among the columns" : ""),
          "one or more, frozen if it is a collection: its write time is what proves that a row has"
              + " arrived");
    }
  }

  private void indexable(Table table, List<Located<String>> indexes, String key) {
    for (Located<String> index : indexes) {
      // a part of a partition key can be indexed, a whole one is one
      if (table.partitionKey().equals(List.of(index.value()))) {
        problems.add(
            index.line(),
            "%s in '%s'".formatted(Quoted.quote(index.value()), key),
            "no partition key");
      } else if (event.lines().containsKey(index.value())
          && !table.columns().contains(index.value())) {
        problems.add(
            index.line(),
            "%s in '%s', which is no column of the table"
                .formatted(Quoted.quote(index.value()), key),
            "one of 'columns'");
      }
      for (Field field : event.event().fields()) {
        if (field.name().equals(index.value()) && !KeyRules.isIndexable(field, key.equals("sai"))) {
          problems.add(
              index.line(),
              "an index of the field '%s' of type %s".formatted(field.name(), field.type().word()),
              key.equals("sai")
                  ? "a field that is not frozen and not of type blob or json"
                  : "a field with a single value, not of type blob or json");
        }
        if (field.name().equals(index.value()) && KeyRules.isTooLong(field)) {
          problems.add(
              index.line(),
              String.format(
                  Locale.ROOT,
                  "an index of a field with max-length %,d",
                  field.checks().maxLength()),
              String.format(Locale.ROOT, "at most %,d", KeyRules.LONGEST_TEXT));
        }
      }
    }
  }
}
