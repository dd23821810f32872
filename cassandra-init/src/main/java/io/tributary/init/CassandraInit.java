package io.tributary.init;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.cassandra.CassandraAddress;
import io.tributary.runtime.cassandra.CassandraSessions;
import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.config.Configuration;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.config.StackSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Creates keyspace and tables of all pipelines, or adds to them what has become missing. */
@CommandLine.Command(
    name = "cassandra-init",
    description = {
      "Creates keyspaces and tables from the pipeline definitions.",
      "A second run changes nothing; a new column in a definition is added, and what no definition"
          + " asks for any more stays. Whatever else differs is shown, and nothing is changed.",
      "Dead letters in the table of a former version are moved; that can be interrupted and run again."
    })
public final class CassandraInit extends Command {

  @Option(
      names = "--pipeline",
      paramLabel = "FILE|DIR",
      description = "A definition, or a folder of them (default: PIPELINES).")
  private @Nullable Path pipelines;

  @Option(
      names = "--replication",
      paramLabel = "N|DC:N,…",
      converter = ReplicationConverter.class,
      description =
          "How often each row is kept: 1, or dc1:3,dc2:2 (default: CASSANDRA_REPLICATION, 1).")
  private @Nullable Replication replication;

  @Option(
      names = "--cassandra",
      paramLabel = "HOST:PORT",
      split = ",",
      description = "Nodes to begin with (default: CASSANDRA_CONTACT_POINTS).")
  private @Nullable List<String> cassandra;

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      defaultValue = "2m",
      description = "How long to wait until Cassandra answers (default: ${DEFAULT-VALUE}).")
  private Duration wait = Duration.ofMinutes(2);

  @Option(names = "--dry-run", description = "Print the CQL for an empty Cassandra; ask none.")
  private boolean dryRun;

  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  private final Map<String, String> environment;

  public CassandraInit() {
    this(System.getenv());
  }

  CassandraInit(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  protected List<Setting<?>> settings() {
    return InitSettings.ALL;
  }

  @Override
  protected void run() throws Exception {
    Configuration configuration = Configuration.read(environment, InitSettings.ALL);
    SchemaMigration migration =
        new SchemaMigration(
            pipelines(configuration),
            replication == null
                ? configuration.get(InitSettings.CASSANDRA_REPLICATION)
                : replication);
    CassandraAddress configured = CassandraAddress.from(configuration);
    CassandraAddress address = cassandra == null ? configured : configured.at(cassandra);
    if (dryRun) {
      migration.statements().forEach(statement -> out().println(statement + ";"));
    } else {
      migrate(migration, address);
    }
    out().flush();
  }

  private void migrate(SchemaMigration migration, CassandraAddress address)
      throws CommandFailedException, UsageException, InterruptedException {
    try (CqlSession session = CassandraSessions.open(address, wait, this::progress)) {
      List<String> ran = migration.apply(session, this::progress);
      ran.forEach(statement -> out().println(statement + ";"));
      out()
          .println(
              ran.isEmpty()
                  ? "Nothing to change: Cassandra at %s has all that the definitions ask for."
                      .formatted(address.hosts())
                  : String.format(
                      Locale.ROOT,
                      "Ran %d statement%s on Cassandra at %s.",
                      ran.size(),
                      ran.size() == 1 ? "" : "s",
                      address.hosts()));
    }
  }

  private List<Pipeline> pipelines(Configuration configuration) throws UsageException {
    Path path = pipelines == null ? configuration.get(StackSettings.PIPELINES) : pipelines;
    try {
      return Pipeline.loadAll(path);
    } catch (InvalidDefinitionException invalid) {
      throw new UsageException(String.valueOf(invalid.getMessage()), invalid);
    }
  }

  private PrintWriter out() {
    return commandLine().getOut();
  }

  private void progress(Object sentence) {
    commandLine().getErr().println(sentence);
    commandLine().getErr().flush();
  }

  private CommandLine commandLine() {
    return Objects.requireNonNull(spec).commandLine();
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

  public static void main(String[] arguments) {
    System.exit(execute(new CassandraInit(), arguments));
  }
}
