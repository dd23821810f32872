package io.tributary.verifier;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.config.Setting;
import io.tributary.verifier.deadletter.Selection;
import io.tributary.verifier.replay.Replay;
import io.tributary.verifier.replay.ReplayReport;
import io.tributary.verifier.text.Printable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

  @Mixin private StackOptions stack = new StackOptions();

  @Mixin private KafkaOption kafka = new KafkaOption();

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

  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  @Override
  protected List<Setting<?>> settings() {
    return VerifierSettings.ALL;
  }

  @Override
  protected void run() throws Exception {
    Selection selection = which.selection(true);
    Pipeline pipeline = stack.pipeline();
    List<String> brokers = kafka.brokers(stack.configuration());
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    ReplayReport report;
    try (CqlSession session = stack.session(line.getErr())) {
      report =
          Replay.run(
              brokers,
              session,
              pipeline,
              selection,
              timeout,
              dryRun,
              progressed -> line.getErr().println(progressed));
    }
    PrintWriter out = line.getOut();
    report.text().lines().map(Printable::escaped).forEach(out::println);
    out.println(report.json());
    out.flush();
    Optional<String> why = report.why();
    if (why.isPresent()) {
      throw new CommandFailedException(why.get());
    }
  }
}
