package io.tributary.model.definition;

import com.fasterxml.jackson.core.JsonPointer;
import io.tributary.model.text.Quoted;
import io.tributary.model.yaml.Located;
import io.tributary.model.yaml.Pointers;
import io.tributary.model.yaml.Problems;
import io.tributary.model.yaml.Section;
import java.util.List;
import java.util.Optional;

/** The rules between keys of {@code event}: fields, hidden members, the key. */
final class EventCrossChecks {
  private final Problems problems;

  EventCrossChecks(Problems problems) {
    this.problems = problems;
  }

  void check(Section section, Event event, List<Located<Field>> fields) {
    fields.forEach(field -> notHidden(field, event.hide()));
    togetherPossible(fields);
    Optional<Located<Field>> key =
        fields.stream().filter(field -> field.value().name().equals(event.key())).findFirst();
    // Where fields have problems, a key that is not among the rest may well be one of those; a key
    // that is missing is a problem already.
    if (key.isEmpty() && problems.isEmpty()) {
      List<String> names = fields.stream().map(field -> field.value().name()).toList();
      section.problem(
          "key",
          Quoted.quote(event.key()) + " as 'key'",
          KeyRules.expectedField(event.key(), names));
    }
    key.filter(field -> field.value().origin() instanceof Origin.Constant)
        .ifPresent(
            field ->
                problems.add(
                    field.line(),
                    "the key '%s' with a constant".formatted(event.key()),
                    "a field whose values tell records apart"));
    key.ifPresent(field -> KeyRules.check(field.value(), field.line(), "the key", problems));
  }

  /** Reports required fields of which a record can never have both: no value is an object too. */
  private void togetherPossible(List<Located<Field>> fields) {
    List<Located<Field>> required =
        fields.stream()
            .filter(field -> field.value().checks().required())
            .filter(field -> field.value().origin() instanceof Origin.At)
            .toList();
    List<Located<Field>> single =
        required.stream().filter(field -> !field.value().takesSubtree()).toList();
    for (Located<Field> inner : required) {
      for (Located<Field> outer : single) {
        JsonPointer within = pointerOf(inner.value());
        JsonPointer around = pointerOf(outer.value());
        if (!within.equals(around) && Pointers.isWithin(within, around)) {
          problems.add(
              inner.line(),
              "the required field '%s' from %s, which is within %s of the required field '%s'"
                  .formatted(
                      inner.value().name(),
                      Quoted.quote(within.toString()),
                      Quoted.quote(around.toString()),
                      outer.value().name()),
              "places of which a record can have both: what has members is no value");
        }
      }
    }
  }

  private static JsonPointer pointerOf(Field field) {
    return ((Origin.At) field.origin()).pointer();
  }

  private void notHidden(Located<Field> field, List<JsonPointer> hide) {
    for (JsonPointer pointer : field.value().origin().pointers()) {
      for (JsonPointer hidden : hide) {
        boolean inJson = field.value().takesSubtree() && Pointers.isWithin(hidden, pointer);
        if (inJson || Pointers.isWithin(pointer, hidden)) {
          problems.add(
              field.line(),
              "the field '%s' from %s, which 'hide' names"
                  .formatted(field.value().name(), Quoted.quote(pointer.toString())),
              "a field from what is not hidden");
        }
      }
    }
  }
}
