package io.tributary.verifier.cursor;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.model.definition.Incremental;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.receipt.CursorRange;
import io.tributary.model.receipt.Receipt;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.verifier.report.VerificationReport;
import java.time.InstantSource;
import java.util.Optional;

/** What a verdict about a run does to the cursor of its pipeline. */
public final class CursorVerdict {
  private CursorVerdict() {}

  /**
   * The report with what became of the cursor, which moves only if the run is verified; the same
   * report of a source that is read as a whole.
   *
   * @param session stays open
   */
  public static VerificationReport of(
      CqlSession session, Pipeline pipeline, Receipt receipt, VerificationReport report)
      throws CommandFailedException {
    Optional<Incremental> read = pipeline.source().incremental();
    Optional<CursorRange> range = receipt.cursor();
    if (read.isEmpty() || range.isEmpty()) {
      return report;
    }
    PipelineCursor cursor =
        new PipelineCursor(
            read.get(), new CassandraCursors(session, pipeline), InstantSource.system());
    return of(cursor, receipt, range.get(), report);
  }

  static VerificationReport of(
      PipelineCursor cursor, Receipt receipt, CursorRange range, VerificationReport report)
      throws CommandFailedException {
    return report.withCursor(
        report.verified()
            ? cursor.move(receipt.runId(), range)
            : "the cursor stays: the run is not verified");
  }
}
