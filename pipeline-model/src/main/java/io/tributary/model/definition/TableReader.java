package io.tributary.model.definition;

import io.tributary.model.text.Quoted;
import io.tributary.model.yaml.Located;
import io.tributary.model.yaml.Problems;
import io.tributary.model.yaml.Section;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the section {@code table}. */
final class TableReader {
  private static final Set<String> TAKEN = Set.of(Table.DEAD_LETTERS, Table.FORMER_DEAD_LETTERS);

  private final Problems problems;
  private final EventReader.Result event;

  /**
   * @param event whose fields the table names
   */
  TableReader(Problems problems, EventReader.Result event) {
    this.problems = problems;
    this.event = event;
  }

  Optional<Table> read(Section section) {
    Optional<String> keyspace = CqlNames.read(section, "keyspace", CqlNames.LONGEST_TABLE);
    Optional<String> name = CqlNames.read(section, "name", CqlNames.LONGEST_TABLE);
    if (keyspace.isPresent()
        && (keyspace.get().equals("system") || keyspace.get().startsWith("system_"))) {
      section.problem(
          "keyspace", Quoted.quote(keyspace.get()), "a keyspace that is not Cassandra's own");
    }
    if (name.isPresent() && TAKEN.contains(name.get())) {
      section.problem("name", Quoted.quote(name.get()), "a name that is not the dead letters'");
    }
    if (name.isPresent() && name.get().equals(Table.CURSORS)) {
      section.problem("name", Quoted.quote(name.get()), "a name that is not the cursors'");
    }
    List<Located<String>> key = section.texts("key", "a list of fields");
    List<Located<String>> indexes = section.texts("indexes", "a list of fields");
    if (section.has("key") && key.isEmpty()) {
      section.problem("key", "an empty list as 'key'", "one or more fields");
    }
    section.end();
    List<String> keyNames =
        section.has("key")
            ? key.stream().map(Located::value).toList()
            : List.of(event.event().key());
    new TableCrossChecks(problems, event).check(section, key, keyNames, indexes);
    if (keyspace.isEmpty() || name.isEmpty() || keyNames.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Table(
            keyspace.get(),
            name.get(),
            keyNames.subList(0, 1),
            keyNames.stream().skip(1).map(field -> new Table.Clustering(field, false)).toList(),
            event.event().fields().stream().map(Field::name).toList(),
            indexes.stream().map(Located::value).toList()));
  }
}
