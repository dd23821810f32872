package io.tributary.verifier;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.RecordLimit;
import io.tributary.model.lineage.LineagePlaces;
import io.tributary.model.lineage.VerifyLineage;
import io.tributary.model.receipt.Receipt;
import io.tributary.runtime.cassandra.CassandraOptions;
import io.tributary.runtime.cassandra.CassandraSessions;
import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.PipelineOptions;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.command.Version;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.runtime.kafka.KafkaOptions;
import io.tributary.runtime.lineage.LineageOptions;
import io.tributary.runtime.lineage.LineageSender;
import io.tributary.runtime.registry.RegistryOptions;
import io.tributary.runtime.trace.RunTrace;
import io.tributary.runtime.trace.TraceOptions;
import io.tributary.runtime.trace.TraceSpan;
import io.tributary.verifier.cursor.CursorVerdict;
import io.tributary.verifier.registry.TopicSchemas;
import io.tributary.verifier.report.VerificationReport;
import io.tributary.verifier.runs.CassandraRuns;
import io.tributary.verifier.runs.RunTraces;
import io.tributary.verifier.runs.VerdictSpans;
import io.tributary.verifier.verification.Verification;
import io.tributary.verifier.verification.VerificationProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
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
      "Waits for what has not landed yet. Moves the cursor of an incremental source if the run is"
          + " verified. Ends with 0 only when each record is a row or a dead"
          + " letter and the run published all it was asked for."
    })
public final class VerifyCommand extends Command {

  @ArgGroup(multiplicity = "1")
  private What what = new What();

  @Mixin private final PipelineOptions definition = new PipelineOptions();

  @Mixin private final CassandraOptions cassandra = new CassandraOptions();

  @Mixin private final KafkaOptions kafka = new KafkaOptions();

  @Mixin private final TraceOptions traces = new TraceOptions();

  @Mixin private final RegistryOptions registry = new RegistryOptions();

  @Mixin private final LineageOptions lineage = new LineageOptions();

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

  @Option(
      names = "--max-superseded",
      paramLabel = "N|P%%",
      description =
          "Fail when more of the run's records than that are superseded by other records of the"
              + " same run: 100, or 0.5%%; 100%% for any (default: the definition's"
              + " dag.max-superseded, which is 10%% where it says nothing).")
  private @Nullable String maxSuperseded;

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
  protected void run() throws Exception {
    Optional<RecordLimit> deadLetters = limit("--max-dead-letters", maxDeadLetters);
    Optional<RecordLimit> superseded = limit("--max-superseded", maxSuperseded);
    if (what.all && superseded.isPresent()) {
      throw new UsageException(
          "--max-superseded is about one run; give its --receipt instead of --all");
    }
    @Nullable Receipt receipt = what.all ? null : receipt();
    Pipeline pipeline = definition.read(Pipeline::load);
    try (RunTrace trace = trace(receipt);
        LineageSender events = receipt == null ? LineageSender.off() : lineage.sender()) {
      trace.within(
          "verify",
          span -> {
            VerificationReport report =
                told(
                    pipeline,
                    receipt,
                    events,
                    () -> verify(pipeline, receipt, deadLetters, superseded, trace, span));
            VerdictSpans.describe(span, report);
            print(report);
          });
    }
  }

  /** Verifies, and tells of it as lineage: of what came of it, or that nothing did. */
  private VerificationReport told(
      Pipeline pipeline,
      @Nullable Receipt receipt,
      LineageSender events,
      Callable<VerificationReport> verifying)
      throws Exception {
    String runId = receipt == null ? "" : receipt.runId();
    Instant began = Instant.now();
    events.send(() -> verifyLineage(pipeline, runId).started(began));
    try {
      VerificationReport report = verifying.call();
      Instant ended = Instant.now();
      events.send(() -> verifyLineage(pipeline, runId).ended(VerdictCounts.of(report), ended));
      return report;
    } catch (Exception failure) {
      Instant ended = Instant.now();
      events.send(() -> verifyLineage(pipeline, runId).failed(reason(failure), ended));
      throw failure;
    }
  }

  private VerifyLineage verifyLineage(Pipeline pipeline, String runId) throws UsageException {
    LineagePlaces places =
        new LineagePlaces(
            lineage.namespace(),
            kafka.connection().bootstrapServers().get(0),
            cassandra.connection().hosts().split(",", 2)[0],
            Version.tributary());
    return new VerifyLineage(pipeline, runId, places);
  }

  private void print(VerificationReport report) throws CommandFailedException {
    PrintWriter out = out();
    out.println(report.text());
    out.println(report.json());
    out.flush();
    if (!report.verified()) {
      throw new CommandFailedException(report.why().orElseThrow());
    }
  }

  /** All that the topics hold is no run. */
  private RunTrace trace(@Nullable Receipt receipt) {
    if (receipt == null) {
      return RunTrace.off();
    }
    return RunTraces.by(traces, RunTraces.VERIFIER).of(receipt.pipeline(), receipt.runId());
  }

  private VerificationReport verify(
      Pipeline pipeline,
      @Nullable Receipt receipt,
      Optional<RecordLimit> deadLetters,
      Optional<RecordLimit> superseded,
      RunTrace trace,
      TraceSpan span)
      throws Exception {
    KafkaConnection brokers = kafka.connection();
    try (CqlSession session =
        CassandraSessions.open(cassandra.connection(), RunVerifier.ANSWER, err()::println)) {
      Verification verification =
          new Verification(
              brokers,
              session,
              pipeline,
              new TopicSchemas(pipeline, registry.connection(definition.path()), timeout)
                  .writers());
      Consumer<VerificationProgress> progress = progressed -> err().println(progressed);
      VerificationReport report;
      try (TraceSpan lookUp = span.child("look up")) {
        report =
            receipt == null
                ? verification.verifyAll(timeout, progress)
                : verification.verify(receipt, timeout, progress);
        lookUp.with("tributary.records.missing", report.missing());
      }
      VerdictSpans.land(trace, verification.landing(), report);
      if (deadLetters.isPresent()) {
        report = report.within(deadLetters.get());
      }
      if (receipt != null) {
        report = report.judged(pipeline, superseded.orElse(pipeline.dag().maxSuperseded()));
        report = CursorVerdict.of(session, pipeline, receipt, report);
        keepOnRecord(new CassandraRuns(session, pipeline), receipt, report);
      }
      return report;
    }
  }

  /** The verdict counts, whether it is on record or not. */
  private void keepOnRecord(CassandraRuns runs, Receipt receipt, VerificationReport report) {
    try {
      runs.judged(receipt, report, Instant.now());
    } catch (CommandFailedException failed) {
      err().println("warning: the verdict is not on record: " + failed.getMessage());
    }
  }

  private static Optional<RecordLimit> limit(String option, @Nullable String text)
      throws UsageException {
    try {
      return Optional.ofNullable(text).map(RecordLimit::parse);
    } catch (IllegalArgumentException wrong) {
      throw new UsageException("%s is '%s', %s".formatted(option, text, wrong.getMessage()), wrong);
    }
  }

  private Receipt receipt() throws UsageException {
    return ReceiptText.read(Objects.requireNonNull(what.receipt), System.in);
  }
}
