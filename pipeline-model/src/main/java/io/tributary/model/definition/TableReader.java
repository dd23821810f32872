package io.tributary.model.definition;

import io.tributary.model.text.Quoted;
import io.tributary.model.yaml.Located;
import io.tributary.model.yaml.Problems;
import io.tributary.model.yaml.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the section {@code table}, or {@code tables}. */
final class TableReader {
  private static final int MOST_TABLES = 16;
  private static final String FIELDS = "a list of fields";

  /** Names of our own tables, and whose they are. */
  private static final Map<String, String> TAKEN =
      Map.of(
          Table.DEAD_LETTERS, "the dead letters'",
          Table.FORMER_DEAD_LETTERS, "the dead letters'",
          Table.CURSORS, "the cursors'",
          Table.RUNS, "the runs'");

  private final Problems problems;
  private final EventReader.Result event;

  /**
   * @param event whose fields the table names
   */
  TableReader(Problems problems, EventReader.Result event) {
    this.problems = problems;
    this.event = event;
  }

  /** The tables of a definition; none where something is wrong with one of them. */
  List<Table> readAll(Section root) {
    if (!root.has("tables")) {
      return read(root.section("table"), Optional.empty()).stream().toList();
    }
    if (root.has("table")) {
      root.problem("table", "'table' beside 'tables'", "one of them");
    }
    List<Section> sections = root.sections("tables", "a table", "a list of tables");
    boolean none = sections.isEmpty() && problems.isEmpty();
    if (none || sections.size() > MOST_TABLES) {
      root.problem(
          "tables",
          String.format(Locale.ROOT, "%d tables in 'tables'", sections.size()),
          "1 to " + MOST_TABLES);
    }
    if (sections.isEmpty()) {
      return List.of();
    }
    return read(sections);
  }

  private List<Table> read(List<Section> sections) {
    List<Table> tables = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Optional<String> keyspace = sections.get(0).text("keyspace", "the name of a keyspace");
    for (Section section : sections) {
      Optional<Table> table =
          read(section, section == sections.get(0) ? Optional.empty() : keyspace);
      table.ifPresent(tables::add);
      if (table.isPresent() && !names.add(table.get().name())) {
        section.problem(
            "name",
            "a second table %s".formatted(Quoted.quote(table.get().name())),
            "another name");
      }
    }
    return tables.size() == sections.size() ? tables : List.of();
  }

  /**
   * @param given the keyspace, where the table need not name it and may not name another one
   */
  private Optional<Table> read(Section section, Optional<String> given) {
    Optional<String> keyspace = keyspace(section, given);
    Optional<String> name = name(section);
    Optional<Key> key = key(section);
    List<Located<String>> columns = section.texts("columns", FIELDS);
    if (section.has("columns") && columns.isEmpty()) {
      section.problem("columns", "an empty list as 'columns'", "one or more fields");
    }
    List<Located<String>> indexes = section.texts("indexes", FIELDS);
    List<Located<String>> sai = section.texts("sai", FIELDS);
    TableOptions options = new TableOptions(section);
    Optional<Duration> ttl = options.ttl();
    TableCrossChecks checks = new TableCrossChecks(problems, event, section);
    section.optionalSection("options").ifPresent(options::read);
    section.end();
    if (key.isEmpty()) {
      return Optional.empty();
    }
    checks.references(columns, "columns");
    Table table =
        new Table(
            keyspace.orElse(""),
            name.orElse(""),
            names(key.get().partition()),
            key.get().clustering(),
            columnsOf(key.get(), names(columns), section.has("columns")),
            ttl,
            options.values(),
            names(indexes),
            names(sai));
    checks.check(table, key.get().named(), indexes, sai);
    return keyspace.isEmpty() || name.isEmpty() || table.partitionKey().isEmpty()
        ? Optional.empty()
        : Optional.of(table);
  }

  private static Optional<String> keyspace(Section section, Optional<String> given) {
    if (given.isPresent() && !section.has("keyspace")) {
      return given;
    }
    Optional<String> keyspace = CqlNames.read(section, "keyspace", CqlNames.LONGEST_TABLE);
    if (keyspace.isPresent()
        && (keyspace.get().equals("system") || keyspace.get().startsWith("system_"))) {
      section.problem(
          "keyspace", Quoted.quote(keyspace.get()), "a keyspace that is not Cassandra's own");
    }
    if (keyspace.isPresent() && given.isPresent() && !keyspace.equals(given)) {
      section.problem(
          "keyspace",
          "%s, another keyspace than the first table's".formatted(Quoted.quote(keyspace.get())),
          "%s, or nothing".formatted(Quoted.quote(given.get())));
    }
    return keyspace;
  }

  private static Optional<String> name(Section section) {
    Optional<String> name = CqlNames.read(section, "name", CqlNames.LONGEST_TABLE);
    name.map(TAKEN::get)
        .ifPresent(
            whose ->
                section.problem("name", Quoted.quote(name.get()), "a name that is not " + whose));
    return name;
  }

  /**
   * @param partition the fields of the partition key
   * @param named all fields that the file names, each with the key that names it
   */
  private record Key(
      List<Located<String>> partition,
      List<Table.Clustering> clustering,
      List<TableCrossChecks.NamedField> named) {}

  /** The short form, the long one, or the event's key. */
  private Optional<Key> key(Section section) {
    boolean isLong = section.has("partition-key");
    List<Located<String>> key = section.texts("key", FIELDS);
    List<Located<String>> partition = section.texts("partition-key", FIELDS);
    List<Located<String>> clustering =
        section.texts("clustering", "a list of fields, each with asc or desc behind it or nothing");
    if (section.has("key") && isLong) {
      section.problem("partition-key", "'key' beside 'partition-key'", "one of them");
      return Optional.empty();
    }
    if (section.has("clustering") && !isLong) {
      section.problem("clustering", "'clustering' without 'partition-key'", "both, or 'key'");
      return Optional.empty();
    }
    String named = isLong ? "partition-key" : "key";
    if (section.has(named) && (isLong ? partition : key).isEmpty()) {
      section.problem(named, "an empty list as '%s'".formatted(named), "one or more fields");
      return Optional.of(new Key(List.of(), List.of(), List.of()));
    }
    if (isLong) {
      return Optional.of(longKey(partition, clustering));
    }
    List<Located<String>> all =
        section.has("key") ? key : List.of(new Located<>(event.event().key(), section.line()));
    return Optional.of(
        new Key(
            all.subList(0, 1),
            all.stream().skip(1).map(field -> new Table.Clustering(field.value(), false)).toList(),
            key.stream().map(field -> new TableCrossChecks.NamedField(field, "key")).toList()));
  }

  private Key longKey(List<Located<String>> partition, List<Located<String>> clustering) {
    List<Table.Clustering> sorted = new ArrayList<>();
    List<TableCrossChecks.NamedField> named = new ArrayList<>();
    partition.forEach(field -> named.add(new TableCrossChecks.NamedField(field, "partition-key")));
    for (Located<String> column : clustering) {
      String text = column.value();
      boolean descending = text.endsWith(" desc");
      String field =
          descending || text.endsWith(" asc") ? text.substring(0, text.lastIndexOf(' ')) : text;
      sorted.add(new Table.Clustering(field, descending));
      named.add(new TableCrossChecks.NamedField(new Located<>(field, column.line()), "clustering"));
    }
    return new Key(partition, sorted, named);
  }

  /** In the event's order; those of the key are columns whether they are named or not. */
  private List<String> columnsOf(Key key, List<String> columns, boolean some) {
    List<String> inKey =
        new ArrayList<>(key.clustering().stream().map(Table.Clustering::name).toList());
    inKey.addAll(names(key.partition()));
    return event.event().fields().stream()
        .map(Field::name)
        .filter(field -> !some || columns.contains(field) || inKey.contains(field))
        .toList();
  }

  private static List<String> names(List<Located<String>> fields) {
    return fields.stream().map(Located::value).toList();
  }
}
