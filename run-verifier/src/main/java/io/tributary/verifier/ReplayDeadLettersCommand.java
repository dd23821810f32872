package io.tributary.verifier;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.cassandra.CassandraOptions;
import io.tributary.runtime.cassandra.CassandraSessions;
import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.PipelineOptions;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.runtime.kafka.KafkaOptions;
import io.tributary.runtime.registry.RegistryOptions;
import io.tributary.verifier.deadletter.Selection;
import io.tributary.verifier.registry.TopicSchemas;
import io.tributary.verifier.replay.Replay;
import io.tributary.verifier.replay.ReplayReport;
import io.tributary.verifier.text.Printable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Publishes the records of dead letters again, as far as they are rows by today's definition. */
@CommandLine.Command(
    name = "replay",
    description = {
      "Takes open dead letters through today's definition and publishes those that pass again, with"
          + " their own key and time.",
      "Waits until each is a row and marks its letter replayed. Ends with 0 only when all that"
          + " passed are rows. Doing it again changes nothing."
    })
final class ReplayDeadLettersCommand extends Command {
  @Mixin private SelectionOptions which = new SelectionOptions();

  @Mixin private final PipelineOptions definition = new PipelineOptions();

  @Mixin private final CassandraOptions cassandra = new CassandraOptions();

  @Mixin private final KafkaOptions kafka = new KafkaOptions();

  @Mixin private final RegistryOptions registry = new RegistryOptions();

  @Option(
      names = "--dry-run",
      description = "Publish and mark nothing; tell how many would pass, by reason.")
  private boolean dryRun;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "2m",
      description = "How long each record gets to become a row (default: ${DEFAULT-VALUE}).")
  private Duration timeout = Duration.ofMinutes(2);

  @Override
  protected void run() throws Exception {
    Selection selection = which.selection(true);
    Pipeline pipeline = definition.read(Pipeline::load);
    KafkaConnection brokers = kafka.connection();
    ReplayReport report;
    try (CqlSession session =
        CassandraSessions.open(cassandra.connection(), RunVerifier.ANSWER, err()::println)) {
      report =
          Replay.run(
              brokers,
              session,
              pipeline,
              new TopicSchemas(pipeline, registry.connection(definition.path()), timeout),
              selection,
              timeout,
              "",
              dryRun,
              progressed -> err().println(progressed));
    }
    PrintWriter out = out();
    report.text().lines().map(Printable::escaped).forEach(out::println);
    out.println(report.json());
    out.flush();
    Optional<String> why = report.why();
    if (why.isPresent()) {
      throw new CommandFailedException(why.get());
    }
  }
}
