package io.tributary.model.definition;

import io.tributary.model.text.Quoted;
import io.tributary.model.yaml.Located;
import io.tributary.model.yaml.Problems;
import io.tributary.model.yaml.Section;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The rules between a table's keys and the event's fields. */
final class TableCrossChecks {
  private final Problems problems;
  private final EventReader.Result event;

  TableCrossChecks(Problems problems, EventReader.Result event) {
    this.problems = problems;
    this.event = event;
  }

  /**
   * @param key as the table names it, empty where it names none
   * @param keyNames the key that holds, by default the event's
   */
  void check(
      Section section,
      List<Located<String>> key,
      List<String> keyNames,
      List<Located<String>> indexes) {
    references(key, "key");
    references(indexes, "indexes");
    tableKey(section, keyNames);
    indexable(keyNames, indexes);
  }

  private void references(List<Located<String>> names, String key) {
    Set<String> seen = new HashSet<>();
    for (Located<String> name : names) {
      if (!seen.add(name.value())) {
        problems.add(
            name.line(), "%s again in '%s'".formatted(Quoted.quote(name.value()), key), "it once");
      } else if (!event.lines().containsKey(name.value()) && problems.isEmpty()) {
        problems.add(
            name.line(),
            "%s in '%s'".formatted(Quoted.quote(name.value()), key),
            KeyRules.expectedField(name.value(), event.lines().keySet()));
      }
    }
  }

  private void tableKey(Section section, List<String> keyNames) {
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
          "key",
          "a table key without '%s', the event's key".formatted(event.event().key()),
          "it among the key, so that records of one row stay in order");
    }
    boolean proves =
        event.event().fields().stream()
            .anyMatch(f -> f.checks().required() && !keyNames.contains(f.name()));
    if (!proves && problems.isEmpty()) {
      section.problem(
          "key",
          "no required field outside the key",
          "one or more: its write time is what proves that a row has arrived");
    }
  }

  private void indexable(List<String> key, List<Located<String>> indexes) {
    for (Located<String> index : indexes) {
      if (!key.isEmpty() && key.get(0).equals(index.value())) {
        problems.add(
            index.line(), Quoted.quote(index.value()) + " in 'indexes'", "no partition key");
      }
      for (Field field : event.event().fields()) {
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
