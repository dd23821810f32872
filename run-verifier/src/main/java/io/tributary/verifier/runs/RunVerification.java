package io.tributary.verifier.runs;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.WriterSchemas;
import io.tributary.model.receipt.Receipt;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.kafka.KafkaConnection;
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
  private final KafkaConnection kafka;
  private final CqlSession session;
  private final Pipeline pipeline;
  private final WriterSchemas schemas;

  /**
   * @param session stays open
   * @param schemas asked for those that records name
   */
  public RunVerification(
      KafkaConnection kafka, CqlSession session, Pipeline pipeline, WriterSchemas schemas) {
    this.kafka = kafka;
    this.session = session;
    this.pipeline = pipeline;
    this.schemas = schemas;
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
        new Verification(kafka, session, pipeline, schemas)
            .verify(receipt, timeout, progress)
            .judged(pipeline, pipeline.dag().maxSuperseded());
    VerificationReport report = CursorVerdict.of(session, pipeline, receipt, found);
    new CassandraRuns(session, pipeline).judged(receipt, report, Instant.now());
    return report;
  }
}
