package io.tributary.runtime.cassandra;

import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.config.OptionGroup;
import io.tributary.runtime.config.Setting;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that talks to Cassandra. */
public final class CassandraOptions extends OptionGroup {
  private static final Setting<List<String>> CONTACT_POINTS =
      Setting.list("CASSANDRA_CONTACT_POINTS", "localhost:9042", "Cassandra nodes, host:port");

  private static final Setting<String> DATACENTER =
      Setting.text("CASSANDRA_DATACENTER", "datacenter1", "Cassandra data centre to talk to");

  private static final Setting<String> USERNAME =
      Setting.text(
          "CASSANDRA_USERNAME", "", "Cassandra user; empty where the cluster asks for none");

  private static final Setting<String> PASSWORD =
      Setting.secret("CASSANDRA_PASSWORD", "", "that user's password");

  @Option(
      names = "--cassandra",
      paramLabel = "HOST:PORT",
      split = ",",
      description = "Cassandra nodes (default: CASSANDRA_CONTACT_POINTS, localhost:9042).")
  private @Nullable List<String> contactPoints;

  @Override
  public List<Setting<?>> settings() {
    return List.of(CONTACT_POINTS, DATACENTER, USERNAME, PASSWORD);
  }

  /**
   * The connection that the options name.
   *
   * @throws UsageException when a contact point is no {@code host:port}
   */
  public CassandraConnection connection() throws UsageException {
    return CassandraConnection.of(
        value(contactPoints, CONTACT_POINTS), value(DATACENTER), value(USERNAME), value(PASSWORD));
  }
}
