package io.tributary.verifier.runs;

import io.tributary.runtime.trace.RunTrace;
import io.tributary.runtime.trace.TraceSpan;
import io.tributary.verifier.report.VerificationReport;
import io.tributary.verifier.verification.Landing;
import java.util.Locale;
import java.util.Optional;

/** What the spans of a verification say of it: the figures of its report. */
public final class VerdictSpans {
  private VerdictSpans() {}

  /** What came of a verification, on its span. */
  public static void describe(TraceSpan span, VerificationReport report) {
    span.with("tributary.records.published", report.published())
        .with("tributary.records.rejected", report.rejected())
        .with("tributary.records.rows", report.rows())
        .with("tributary.records.superseded", report.superseded())
        .with("tributary.records.expired", report.expired())
        .with("tributary.records.deleted", report.deleted())
        .with("tributary.records.dead_letters", report.deadLetters())
        .with("tributary.records.missing", report.missing())
        .with("tributary.records.different", report.different())
        .with("tributary.records.lost", report.lost())
        .with("tributary.keys.distinct", report.contents().contents().distinctKeys())
        .with("tributary.verified", report.verified());
    report.why().ifPresent(span::fail);
  }

  /** From the newest record until all were seen: what the records waited for. */
  public static void land(RunTrace trace, Optional<Landing> landing, VerificationReport report) {
    if (landing.isEmpty()) {
      return;
    }
    TraceSpan land = trace.span("land", landing.get().published());
    land.with("tributary.records.published", report.published() + report.rejected())
        .with("tributary.records.missing", report.missing());
    if (!report.landed()) {
      land.fail(
          String.format(
              Locale.ROOT,
              "%,d of %,d records had not landed",
              report.missing(),
              report.published() + report.rejected()));
    }
    land.end(landing.get().seen());
  }
}
