package io.tributary.verifier;

import io.tributary.model.lineage.VerifiedCounts;
import io.tributary.verifier.outcome.TableCounts;
import io.tributary.verifier.report.VerificationReport;
import java.util.LinkedHashMap;
import java.util.Map;

/** The counts of a report, for lineage. */
final class VerdictCounts {
  private VerdictCounts() {}

  static VerifiedCounts of(VerificationReport report) {
    Map<String, Long> rows = new LinkedHashMap<>();
    for (TableCounts table : report.tables()) {
      rows.put(table.table(), table.rows());
    }
    return new VerifiedCounts(
        report.published(),
        report.rejected(),
        rows,
        report.deadLetters(),
        report.missing(),
        report.different(),
        report.lost(),
        report.contents().events(),
        report.contents().contents().values(),
        report.why());
  }
}
