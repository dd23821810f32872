package io.tributary.init;

import io.tributary.runtime.cassandra.CassandraAddress;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.config.StackSettings;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The settings of cassandra-init. */
public final class InitSettings {
  public static final Setting<Replication> CASSANDRA_REPLICATION =
      new Setting<>(
          "CASSANDRA_REPLICATION",
          "number, or number per data centre (dc1:3,dc2:2)",
          Optional.of("1"),
          "how often each row is kept, when a keyspace is created",
          false,
          Replication::parse);

  public static final List<Setting<?>> ALL =
      Stream.concat(
              Stream.of(StackSettings.PIPELINES, CASSANDRA_REPLICATION, StackSettings.LOG_LEVEL),
              CassandraAddress.SETTINGS.stream())
          .toList();

  private InitSettings() {}
}
