package io.tributary.init;

import io.tributary.model.cql.CursorCql;
import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.cql.KeyspaceCql;
import io.tributary.model.cql.RunCql;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A keyspace that definitions ask for, with all their tables in it. */
record WantedKeyspace(String name, Replication replication, List<WantedTable> tables) {

  WantedKeyspace {
    tables = List.copyOf(tables);
  }

  /**
   * What the pipelines need, one keyspace after the other by name, with the tables of dead letters
   * and runs, and that of cursors where a source is incremental.
   */
  static List<WantedKeyspace> of(List<Pipeline> pipelines, Replication replication) {
    TreeMap<String, List<WantedTable>> tables = new TreeMap<>();
    for (Pipeline pipeline : pipelines) {
      List<WantedTable> ofKeyspace =
          tables.computeIfAbsent(pipeline.keyspace(), keyspace -> new ArrayList<>());
      for (Table table : pipeline.tables()) {
        ofKeyspace.add(WantedTable.ofRows(pipeline.event(), table));
      }
    }
    Set<String> withCursors =
        pipelines.stream()
            .filter(pipeline -> pipeline.source().incremental().isPresent())
            .map(pipeline -> pipeline.keyspace())
            .collect(Collectors.toSet());
    List<WantedKeyspace> keyspaces = new ArrayList<>();
    tables.forEach(
        (keyspace, wanted) -> {
          wanted.add(WantedTable.of(new DeadLetterCql(keyspace).table()));
          wanted.add(WantedTable.of(new RunCql(keyspace).table()));
          if (withCursors.contains(keyspace)) {
            wanted.add(WantedTable.of(new CursorCql(keyspace).table()));
          }
          keyspaces.add(new WantedKeyspace(keyspace, replication, wanted));
        });
    return keyspaces;
  }

  String create() {
    return new KeyspaceCql(name).createKeyspace(replication.options());
  }
}
