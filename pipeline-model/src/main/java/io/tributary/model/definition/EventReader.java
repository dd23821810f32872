package io.tributary.model.definition;

import com.fasterxml.jackson.core.JsonPointer;
import io.tributary.model.yaml.Located;
import io.tributary.model.yaml.Problems;
import io.tributary.model.yaml.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the section {@code event}. */
final class EventReader {

  /**
   * The event, and where each field is in the file.
   *
   * @param lines by the field's name, counted from 1
   */
  record Result(Event event, Map<String, Integer> lines) {}

  private final Problems problems;

  EventReader(Problems problems) {
    this.problems = problems;
  }

  /** What could be read: fields with problems are left out, and a missing key is empty. */
  Result read(Section section) {
    List<Located<Field>> fields = new FieldReader(problems).read(section);
    List<JsonPointer> hide = hide(section);
    Optional<String> key = section.required("key", "the name of a field");
    DeletesReader deletes = new DeletesReader(section, problems);
    Event event =
        new Event(
            key.orElse(""), hide, fields.stream().map(Located::value).toList(), deletes.read());
    section.end();
    Map<String, Integer> lines = new HashMap<>();
    fields.forEach(field -> lines.putIfAbsent(field.value().name(), field.line()));
    new EventCrossChecks(problems).check(section, event, fields);
    deletes.check(event, fields);
    return new Result(event, lines);
  }

  private List<JsonPointer> hide(Section section) {
    List<JsonPointer> hide = new ArrayList<>();
    for (Located<String> text : section.texts("hide", "a list of JSON Pointers")) {
      Optional<JsonPointer> pointer = section.pointer(text);
      if (pointer.isPresent() && pointer.get().matches()) {
        problems.add(text.line(), "the whole record", "members of it, such as /login/password");
      } else {
        pointer.ifPresent(hide::add);
      }
    }
    return hide;
  }
}
