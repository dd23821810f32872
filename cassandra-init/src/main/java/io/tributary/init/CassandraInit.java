package io.tributary.init;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.cassandra.CassandraConnection;
import io.tributary.runtime.cassandra.CassandraOptions;
import io.tributary.runtime.cassandra.CassandraSessions;
import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.PipelinesOptions;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.registry.RegistryOptions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Creates keyspace and tables of all pipelines, or adds to them what has become missing. */
@CommandLine.Command(
    name = "cassandra-init",
    description = {
      "Creates keyspaces and tables from the pipeline definitions.",
      "A second run changes nothing; a new column in a definition is added, and what no definition"
          + " asks for any more stays. Whatever else differs is shown, and nothing is changed.",
      "The schemas of events change with the tables: if the registry refuses one, nothing is"
          + " changed.",
      "Dead letters in the table of a former version are moved; that can be interrupted and run"
          + " again."
    })
public final class CassandraInit extends Command {

  @Mixin private final PipelinesOptions pipelines = new PipelinesOptions();

  @Mixin private final CassandraOptions cassandra = new CassandraOptions();

  @Mixin private final RegistryOptions registry = new RegistryOptions();

  @Mixin private final InitOptions options = new InitOptions();

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      defaultValue = "2m",
      description = "How long to wait until Cassandra answers (default: ${DEFAULT-VALUE}).")
  private Duration wait = Duration.ofMinutes(2);

  @Option(names = "--dry-run", description = "Print the CQL for an empty Cassandra; ask none.")
  private boolean dryRun;

  @Override
  protected void run() throws Exception {
    List<Pipeline> definitions = pipelines.read(Pipeline::loadAll);
    SchemaMigration migration = new SchemaMigration(definitions, options.replication());
    CassandraConnection connection = cassandra.connection();
    if (dryRun) {
      migration.statements().forEach(statement -> out().println(statement + ";"));
    } else {
      EventSchemas schemas =
          new EventSchemas(
              definitions, registry.connection(pipelines.path()), wait, this::progress);
      schemas.check();
      migrate(migration, connection);
      schemas.register();
    }
    out().flush();
  }

  private void migrate(SchemaMigration migration, CassandraConnection connection)
      throws CommandFailedException, UsageException, InterruptedException {
    try (CqlSession session = CassandraSessions.open(connection, wait, this::progress)) {
      List<String> ran = migration.apply(session, this::progress);
      ran.forEach(statement -> out().println(statement + ";"));
      out()
          .println(
              ran.isEmpty()
                  ? "Nothing to change: Cassandra at %s has all that the definitions ask for."
                      .formatted(connection.hosts())
                  : String.format(
                      Locale.ROOT,
                      "Ran %d statement%s on Cassandra at %s.",
                      ran.size(),
                      ran.size() == 1 ? "" : "s",
                      connection.hosts()));
    }
  }

  private void progress(Object sentence) {
    err().println(sentence);
    err().flush();
  }

  public static void main(String[] arguments) {
    System.exit(execute(new CassandraInit(), arguments));
  }
}
