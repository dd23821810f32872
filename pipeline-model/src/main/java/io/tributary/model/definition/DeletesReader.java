package io.tributary.model.definition;

import com.fasterxml.jackson.core.JsonPointer;
import io.tributary.model.definition.Deletes.When;
import io.tributary.model.text.Quoted;
import io.tributary.model.yaml.Located;
import io.tributary.model.yaml.Pointers;
import io.tributary.model.yaml.Problems;
import io.tributary.model.yaml.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads which records delete their row: {@code delete-when} and {@code tombstones} of an event. */
final class DeletesReader {
  private static final String TOMBSTONES = "tombstones";
  private static final String ANY = "any";
  private static final String VALUES = "a list such as [true, \"yes\"], or the word any";
  private static final int MOST_VALUES = 100;

  private final Section event;
  private final Problems problems;

  DeletesReader(Section event, Problems problems) {
    this.event = event;
    this.problems = problems;
  }

  /** What the keys say; without those that have problems. */
  Deletes read() {
    Optional<When> when = event.optionalSection("delete-when").flatMap(this::when);
    Optional<String> word = event.text(TOMBSTONES, "reject or delete");
    if (word.isPresent() && !List.of("reject", "delete").contains(word.get())) {
      event.problem(TOMBSTONES, Quoted.quote(word.get()), "reject or delete");
    }
    return new Deletes(when, word.equals(Optional.of("delete")));
  }

  private Optional<When> when(Section section) {
    Optional<JsonPointer> at = section.pointer("at", true);
    if (at.isPresent() && at.get().matches()) {
      section.problem("at", "the whole record", "a member of it, such as /deleted");
      at = Optional.empty();
    }
    List<String> is = values(section);
    section.end();
    return at.map(place -> new When(place, is));
  }

  private List<String> values(Section section) {
    if (!section.has("is")) {
      return List.of("true");
    }
    if (!section.isList("is")) {
      Optional<String> word = section.text("is", VALUES);
      if (word.isPresent() && !word.get().equals(ANY)) {
        section.problem("is", Quoted.quote(word.get()), VALUES);
      }
      return List.of();
    }
    List<Located<String>> listed = section.texts("is", VALUES);
    if (listed.isEmpty() || listed.size() > MOST_VALUES) {
      section.problem("is", listed.size() + " values as 'is'", "1 to " + MOST_VALUES + " of them");
    }
    List<String> values = new ArrayList<>();
    for (Located<String> value : listed) {
      if (values.contains(value.value())) {
        problems.add(value.line(), Quoted.quote(value.value()) + " again", "each value once");
      }
      values.add(value.value());
    }
    return values;
  }

  /** The rules between these keys, what is hidden, and the fields. */
  void check(Event read, List<Located<Field>> fields) {
    for (When when : read.deletes().when().stream().toList()) {
      for (JsonPointer hidden : read.hide()) {
        if (Pointers.isWithin(when.at(), hidden)) {
          event.problem(
              "delete-when",
              "%s in 'delete-when', which 'hide' names"
                  .formatted(Quoted.quote(when.at().toString())),
              "a place that is not hidden: a rejected record keeps what says that it deletes");
        }
      }
    }
    for (Located<Field> field : fields) {
      if (read.deletes().any() && field.value().name().equals(Deletes.MEMBER)) {
        problems.add(
            field.line(),
            "a field '%s'".formatted(Deletes.MEMBER),
            "another name: the event says by this one that it deletes its row");
      }
    }
  }

  /**
   * Reports tombstones for rows that a record's key alone does not name.
   *
   * @param key of one of the tables
   */
  static void checkTombstones(Section event, Event read, String table, List<String> key) {
    if (read.deletes().tombstones() && !key.equals(List.of(read.key()))) {
      event.problem(
          TOMBSTONES,
          "'tombstones: delete' with the key (%s) of table %s"
              .formatted(String.join(", ", key), table),
          "a table whose key is '%s' alone: a record without a value has nothing but its key"
              .formatted(read.key()));
    }
  }
}
