package io.tributary.init;

import io.tributary.model.definition.CqlNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands between the schema that Cassandra has and the one that the definitions ask for.
 *
 * @param statements what is missing and can be added, in the order to run them
 * @param conflicts what is there and differs, one clause each; only a person can decide about it
 * @param surplus what is there and does no harm, one clause each: another version of a definition
 *     asked for it
 */
record SchemaDifference(List<String> statements, List<String> conflicts, List<String> surplus) {

  SchemaDifference {
    statements = List.copyOf(statements);
    conflicts = List.copyOf(conflicts);
    surplus = List.copyOf(surplus);
  }

  /** Whether the definitions can be served as it is. */
  boolean isNone() {
    return statements.isEmpty() && conflicts.isEmpty();
  }

  /**
   * @param present the keyspaces that are there, by name
   */
  static SchemaDifference between(
      Map<String, PresentKeyspace> present, List<WantedKeyspace> wanted) {
    Comparison comparison = new Comparison();
    wanted.forEach(keyspace -> comparison.keyspace(present.get(keyspace.name()), keyspace));
    return new SchemaDifference(comparison.statements, comparison.conflicts, comparison.surplus);
  }

  private static final class Comparison {
    private final List<String> statements = new ArrayList<>();
    private final List<String> conflicts = new ArrayList<>();
    private final List<String> surplus = new ArrayList<>();

    void keyspace(@Nullable PresentKeyspace present, WantedKeyspace wanted) {
      if (present == null) {
        statements.add(wanted.create());
        wanted.tables().forEach(this::create);
        return;
      }
      if (!present.replication().equals(wanted.replication())) {
        conflict(
            "keyspace " + wanted.name(),
            "has replication " + present.replication(),
            wanted.replication().toString());
      }
      if (!present.durableWrites()) {
        conflict("keyspace " + wanted.name(), "has durable_writes false", "true");
      }
      for (WantedTable table : wanted.tables()) {
        TableShape there = present.tables().get(table.name());
        if (there == null) {
          create(table);
        } else {
          table("%s.%s".formatted(wanted.name(), table.name()), there, table);
        }
      }
    }

    private void create(WantedTable table) {
      statements.add(table.create());
      table.shape().indexes().forEach(index -> statements.add(table.index().get(index)));
    }

    private void table(String table, TableShape present, WantedTable wanted) {
      String name = "table " + table;
      for (Column column : wanted.shape().columns().values()) {
        Column there = present.columns().get(column.name());
        DroppedColumn before = present.dropped().get(column.name());
        if (there == null && before != null) {
          dropped(table, column, before);
        } else if (there == null && column.kind() == Column.Kind.REGULAR) {
          statements.add(wanted.add().get(column.name()));
        } else if (there == null) {
          conflict(name, "has no column " + column.name(), column.words());
        } else if (!there.equals(column)) {
          conflict(
              name, "has column %s %s".formatted(column.name(), there.words()), column.words());
        }
      }
      for (Column there : present.columns().values()) {
        if (wanted.shape().columns().containsKey(there.name())) {
          continue;
        }
        if (there.kind() == Column.Kind.REGULAR) {
          surplus.add("%s has a column %s more".formatted(name, there.name()));
        } else {
          conflict(
              name, "has column %s %s".formatted(there.name(), there.words()), "no such column");
        }
      }
      for (Index index : wanted.shape().indexes()) {
        if (!present.indexes().contains(index)) {
          statements.add(wanted.index().get(index));
        }
      }
      for (Index index : present.indexes()) {
        if (!wanted.shape().indexes().contains(index)) {
          surplus.add(
              "%s has %s %s more".formatted(name, index.storageAttached() ? "a" : "an", index));
        }
      }
    }

    private void dropped(String table, Column column, DroppedColumn before) {
      String found = "had a column %s %s".formatted(column.name(), before.type());
      if (before.type().equals(column.type())) {
        // Records keep their own times, so a backfill or a replay would lose these values silently.
        conflicts.add(
            "%s %s until %s and would hide its values of records from before then: give the column another name, or accept that with ALTER TABLE %s ADD %s %s"
                .formatted(
                    "table " + table,
                    found,
                    before.when(),
                    table,
                    CqlNames.quoted(column.name()),
                    column.type()));
      } else {
        conflict("table " + table, found, column.type());
      }
    }

    private void conflict(String where, String found, String expected) {
      conflicts.add("%s %s, expected %s".formatted(where, found, expected));
    }
  }
}
