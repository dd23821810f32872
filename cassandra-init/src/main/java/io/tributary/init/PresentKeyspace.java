package io.tributary.init;

import java.util.HashMap;
import java.util.Map;

/**
 * A keyspace that Cassandra has.
 *
 * @param durableWrites whether writes go through the commit log
 * @param tables by name
 */
record PresentKeyspace(
    Replication replication, boolean durableWrites, Map<String, TableShape> tables) {

  PresentKeyspace {
    tables = Map.copyOf(tables);
  }

  /** The same with another shape of a table. */
  PresentKeyspace with(String table, TableShape shape) {
    Map<String, TableShape> changed = new HashMap<>(tables);
    changed.put(table, shape);
    return new PresentKeyspace(replication, durableWrites, changed);
  }
}
