package io.tributary.verifier;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.receipt.Receipt;
import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.CommandFailed;
import io.tributary.runtime.command.WrongUsage;
import io.tributary.runtime.config.Setting;
import io.tributary.verifier.verdict.DeadLetterLimit;
import io.tributary.verifier.verdict.Progress;
import io.tributary.verifier.verdict.Verification;
import io.tributary.verifier.verdict.VerificationReport;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reads records back from Kafka and looks each up in Cassandra. */
@CommandLine.Command(
    name = "verify",
    description = {
      "Reads the records of a run back from Kafka and looks each up in Cassandra.",
      "Waits for what has not landed yet. Ends with 0 only when each record is a row or a dead"
          + " letter and the run published all it was asked for."
    })
public final class VerifyCommand extends Command {

  @ArgGroup(multiplicity = "1")
  private What what = new What();

  @Mixin private StackOptions stack = new StackOptions();

  @Mixin private KafkaOption kafka = new KafkaOption();

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "2m",
      description = "How long records get to land (default: ${DEFAULT-VALUE}).")
  private Duration timeout = Duration.ofMinutes(2);

  @Option(
      names = "--max-dead-letters",
      paramLabel = "N|P%%",
      description =
          "Fail when more records than that are dead letters, in whatever state: 100, or 0.5%%.")
  private @Nullable String maxDeadLetters;

  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  private static final class What {
    @Option(
        names = "--receipt",
        paramLabel = "FILE|JSON|-",
        description = "The receipt of the run: a file, the JSON itself, or - for standard input.")
    private @Nullable String receipt;

    @Option(names = "--all", description = "Verify everything that the pipeline's topics hold.")
    private boolean all;
  }

  @Override
  protected List<Setting<?>> settings() {
    return VerifierSettings.ALL;
  }

  @Override
  protected void run() throws Exception {
    Optional<DeadLetterLimit> limit = limit();
    @Nullable Receipt receipt = what.all ? null : receipt();
    Pipeline pipeline = stack.pipeline();
    List<String> brokers = kafka.brokers(stack.configuration());
    VerificationReport report;
    try (CqlSession session = stack.session(err())) {
      Verification verification = new Verification(brokers, session, pipeline);
      Consumer<Progress> progress = progressed -> err().println(progressed);
      report =
          receipt == null
              ? verification.verifyAll(timeout, progress)
              : verification.verify(receipt, timeout, progress);
    }
    if (limit.isPresent()) {
      report = report.within(limit.get());
    }
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.println(report.text());
    out.println(report.json());
    out.flush();
    if (!report.verified()) {
      throw new CommandFailed(report.why().orElseThrow());
    }
  }

  private Optional<DeadLetterLimit> limit() throws WrongUsage {
    try {
      return Optional.ofNullable(maxDeadLetters).map(DeadLetterLimit::parse);
    } catch (IllegalArgumentException wrong) {
      throw new WrongUsage(
          "--max-dead-letters is '%s', %s".formatted(maxDeadLetters, wrong.getMessage()), wrong);
    }
  }

  private Receipt receipt() throws WrongUsage {
    return ReceiptText.read(Objects.requireNonNull(what.receipt), System.in);
  }

  private PrintWriter err() {
    return Objects.requireNonNull(spec).commandLine().getErr();
  }
}
