package io.tributary.verifier.preflight;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.Table;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Cassandra answers and has the tables of the rows, the dead letters and, if need be, cursors. */
public final class TablesExist implements Prerequisite {
  private final CqlSession cassandra;
  private final String keyspace;
  private final List<String> names;

  public TablesExist(CqlSession cassandra, Pipeline pipeline) {
    this.cassandra = cassandra;
    this.keyspace = pipeline.keyspace();
    this.names =
        Stream.of(
                pipeline.tables().stream().map(Table::name),
                Stream.of(Table.DEAD_LETTERS),
                pipeline.source().incremental().stream().map(incremental -> Table.CURSORS))
            .flatMap(those -> those)
            .toList();
  }

  @Override
  public Optional<String> missing() {
    Set<String> there = new HashSet<>();
    try {
      cassandra
          .execute(
              SimpleStatement.newInstance(
                  "SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?", keyspace))
          .forEach(row -> there.add(String.valueOf(row.getString(0))));
    } catch (DriverException failed) {
      return Optional.of("Cassandra does not answer (%s)".formatted(failed.getMessage()));
    }
    List<String> missing =
        names.stream()
            .filter(name -> !there.contains(name))
            .map(name -> keyspace + "." + name)
            .toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Cassandra has no table %s: run cassandra-init".formatted(String.join(", ", missing)));
  }
}
