package io.tributary.verifier.runs;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.receipt.Receipt;
import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.trace.RunTrace;
import io.tributary.runtime.trace.TraceSpan;
import io.tributary.verifier.cursor.CursorVerdict;
import io.tributary.verifier.report.VerificationReport;
import io.tributary.verifier.verification.Verification;
import io.tributary.verifier.verification.VerificationProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * All that the verdict on a run is: its records are looked up, the definition's limits are applied,
 * the cursor of an incremental source moves if it is verified, the verdict is kept on record, and
 * the run's trace tells of it. For one thread.
 */
public final class RunVerification {
  private final Verification records;
  private final CqlSession session;
  private final Pipeline pipeline;
  private final RunTraces traces;

  /**
   * @param records looks the records up
   * @param session stays open
   * @param traces where the verification adds to the run's trace
   */
  public RunVerification(
      Verification records, CqlSession session, Pipeline pipeline, RunTraces traces) {
    this.records = records;
    this.session = session;
    this.pipeline = pipeline;
    this.traces = traces;
  }

  /**
   * Verifies a run.
   *
   * @param timeout how long records get to land, from now on
   * @param progress told at most once a second
   * @throws CommandFailedException when Kafka or Cassandra do not answer
   * @throws UsageException when the receipt is another pipeline's or contradicts itself
   */
  public VerificationReport verify(
      Receipt receipt, Duration timeout, Consumer<VerificationProgress> progress)
      throws CommandFailedException, UsageException, InterruptedException {
    try (RunTrace trace = traces.of(pipeline.name(), receipt.runId());
        TraceSpan span = trace.span("verify")) {
      try {
        VerificationReport report = verify(receipt, timeout, progress, trace, span);
        VerdictSpans.describe(span, report);
        return report;
      } catch (CommandFailedException | UsageException | RuntimeException failure) {
        span.fail(Command.reason(failure));
        throw failure;
      }
    }
  }

  private VerificationReport verify(
      Receipt receipt,
      Duration timeout,
      Consumer<VerificationProgress> progress,
      RunTrace trace,
      TraceSpan span)
      throws CommandFailedException, UsageException, InterruptedException {
    VerificationReport found;
    try (TraceSpan lookUp = span.child("look up")) {
      found = records.verify(receipt, timeout, progress);
      lookUp.with("tributary.records.missing", found.missing());
    }
    VerdictSpans.land(trace, records.landing(), found);
    VerificationReport judged = found.judged(pipeline, pipeline.dag().maxSuperseded());
    VerificationReport report = CursorVerdict.of(session, pipeline, receipt, judged);
    new CassandraRuns(session, pipeline).judged(receipt, report, Instant.now());
    return report;
  }
}
