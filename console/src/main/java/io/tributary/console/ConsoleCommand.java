package io.tributary.console;

import io.tributary.runtime.cassandra.CassandraOptions;
import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.PipelinesOptions;
import io.tributary.runtime.kafka.KafkaOptions;
import io.tributary.runtime.lifecycle.Shutdown;
import io.tributary.runtime.registry.RegistryOptions;
import io.tributary.runtime.trace.TraceOptions;
import io.tributary.verifier.runs.RunTraces;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** Serves the console until it is stopped. */
@CommandLine.Command(
    name = "console",
    description = {
      "Serves the console: pages and a REST API about pipelines, runs, records and dead letters.",
      "It is read-only unless CONSOLE_OPERATOR_PASSWORD is set."
    })
public final class ConsoleCommand extends Command {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  @Mixin private final ConsoleOptions options = new ConsoleOptions();

  @Mixin private final PipelinesOptions pipelines = new PipelinesOptions();

  @Mixin private final KafkaOptions kafka = new KafkaOptions();

  @Mixin private final CassandraOptions cassandra = new CassandraOptions();

  @Mixin private final RegistryOptions registry = new RegistryOptions();

  @Mixin private final TraceOptions traces = new TraceOptions();

  @Override
  protected void run() throws Exception {
    Console console =
        pipelines.read(
            definitions ->
                new Console(
                    options.read(),
                    definitions,
                    kafka.connection(),
                    cassandra.connection(),
                    registry.connection(definitions),
                    RunTraces.by(traces, "console")));
    try (console;
        Shutdown shutdown = Shutdown.onSignal(STOP_LIMIT, () -> {})) {
      console.start();
      out().println("the console is at " + console.url());
      out().flush();
      shutdown.awaitRequest();
    }
  }

  public static void main(String[] arguments) {
    System.exit(execute(new ConsoleCommand(), arguments));
  }
}
