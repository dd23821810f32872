package io.tributary.schema;

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
}
