package io.tributary.verifier.runs;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.receipt.Receipt;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import io.tributary.verifier.cursor.CursorVerdict;
import io.tributary.verifier.report.VerificationReport;
import io.tributary.verifier.verification.Verification;
import io.tributary.verifier.verification.VerificationProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * All that the verdict on a run is: its records are looked up, the definition's limits are applied,
 * the cursor of an incremental source moves if it is verified, and the verdict is kept on record.
 * For one thread.
 */
public final class RunVerification {
  private final Verification records;
  private final CqlSession session;
  private final Pipeline pipeline;

  /**
   * @param records looks the records up
   * @param session stays open
   */
  public RunVerification(Verification records, CqlSession session, Pipeline pipeline) {
    this.records = records;
    this.session = session;
    this.pipeline = pipeline;
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
    VerificationReport found =
        records.verify(receipt, timeout, progress).judged(pipeline, pipeline.dag().maxSuperseded());
    VerificationReport report = CursorVerdict.of(session, pipeline, receipt, found);
    new CassandraRuns(session, pipeline).judged(receipt, report, Instant.now());
    return report;
  }
}
