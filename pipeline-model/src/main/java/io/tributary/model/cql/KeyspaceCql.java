package io.tributary.model.cql;

import java.util.Map;
import java.util.stream.Collectors;

/** The statements about a keyspace. */
public final class KeyspaceCql {
  private final String keyspace;

  public KeyspaceCql(String keyspace) {
    this.keyspace = keyspace;
  }

  /**
   * Creates the keyspace if it is not there.
   *
   * @param replication as CQL's map has it, such as {@code class: SimpleStrategy,
   *     replication_factor: 1}; in order
   */
  public String createKeyspace(Map<String, String> replication) {
    String options =
        replication.entrySet().stream()
            .map(option -> literal(option.getKey()) + ": " + literal(option.getValue()))
            .collect(Collectors.joining(", "));
    return "CREATE KEYSPACE IF NOT EXISTS %s WITH replication = {%s} AND durable_writes = true"
        .formatted(keyspace, options);
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
