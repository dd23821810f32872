package io.tributary.init;

import io.tributary.runtime.config.OptionGroup;
import io.tributary.runtime.config.Setting;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The option of cassandra-init alone: how often each row is kept. */
final class InitOptions extends OptionGroup {
  private static final Setting<Replication> REPLICATION =
      new Setting<>(
          "CASSANDRA_REPLICATION",
          "number, or number per data centre (dc1:3,dc2:2)",
          Optional.of("1"),
          "how often each row is kept, when a keyspace is created",
          false,
          Replication::parse);

  @Option(
      names = "--replication",
      paramLabel = "N|DC:N,…",
      converter = ReplicationConverter.class,
      description =
          "How often each row is kept: 1, or dc1:3,dc2:2 (default: CASSANDRA_REPLICATION, 1).")
  private @Nullable Replication replication;

  @Override
  public List<Setting<?>> settings() {
    return List.of(REPLICATION);
  }

  Replication replication() {
    return value(replication, REPLICATION);
  }

  private static final class ReplicationConverter
      implements CommandLine.ITypeConverter<Replication> {
    @Override
    public Replication convert(String text) {
      try {
        return Replication.parse(text);
      } catch (IllegalArgumentException malformed) {
        throw new CommandLine.TypeConversionException(String.valueOf(malformed.getMessage()));
      }
    }
  }
}
