package io.tributary.runtime.cassandra;

import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.config.OptionGroup;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.tls.TlsSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  private static final Setting<Boolean> TLS_ON =
      Setting.flag("CASSANDRA_TLS", false, "whether connections to Cassandra are encrypted");

  private static final TlsSettings TLS = new TlsSettings("CASSANDRA", "nodes");

  private static final Setting<Optional<Path>> BUNDLE =
      Setting.file(
          "CASSANDRA_SECURE_CONNECT_BUNDLE",
          "secure-connect bundle of a database at Astra, in place of contact points, data centre and TLS");

  @Option(
      names = "--cassandra",
      paramLabel = "HOST:PORT",
      split = ",",
      description = "Cassandra nodes (default: CASSANDRA_CONTACT_POINTS, localhost:9042).")
  private @Nullable List<String> contactPoints;

  @Override
  public List<Setting<?>> settings() {
    List<Setting<?>> settings =
        new ArrayList<>(List.of(CONTACT_POINTS, DATACENTER, USERNAME, PASSWORD, TLS_ON));
    settings.addAll(TLS.all());
    settings.add(BUNDLE);
    return settings;
  }

  /**
   * The connection that the options name.
   *
   * @throws UsageException when a contact point is no {@code host:port}, options do not fit each
   *     other, or a file cannot be used
   */
  public CassandraConnection connection() throws UsageException {
    Optional<Path> bundle = value(BUNDLE);
    return bundle.isPresent() ? connection(bundle.get()) : nodes();
  }

  private CassandraConnection nodes() throws UsageException {
    CassandraConnection nodes =
        CassandraConnection.of(
            value(contactPoints, CONTACT_POINTS),
            value(DATACENTER),
            value(USERNAME),
            value(PASSWORD));
    if (value(TLS_ON)) {
      return nodes.with(TLS.read(this::value));
    }
    List<String> files = TLS.given(this::value);
    if (!files.isEmpty()) {
      throw new UsageException(
          "%s is set, but %s is false: set it to true".formatted(files.get(0), TLS_ON.name()));
    }
    return nodes;
  }

  private CassandraConnection connection(Path file) throws UsageException {
    try {
      SecureConnectBundle bundle = SecureConnectBundle.read(file);
      return CassandraConnection.of(
          bundle, bundle.datacenter().orElse(value(DATACENTER)), value(USERNAME), value(PASSWORD));
    } catch (IOException unusable) {
      throw new UsageException(
          "%s names %s, which cannot be used (%s)".formatted(BUNDLE.name(), file, unusable),
          unusable);
    }
  }
}
