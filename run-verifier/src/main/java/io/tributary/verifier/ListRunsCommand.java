package io.tributary.verifier;

import io.tributary.model.run.RunRecord;
import io.tributary.model.run.RunReport;
import io.tributary.verifier.text.TextTable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Lists runs, the latest first. */
@CommandLine.Command(
    name = "list",
    description =
        "Lists the runs of a pipeline, the latest first: how each stands, and its numbers.")
final class ListRunsCommand extends RecordedRunsCommand {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many to show at most (default: ${DEFAULT-VALUE}).")
  private int limit = 20;

  @Option(names = "--json", description = "Each run as one line of JSON instead of a table.")
  private boolean json;

  @Override
  protected void run() throws Exception {
    atLeastOne("--limit", limit);
    Instant now = Instant.now();
    withRuns(
        (pipeline, runs, months) -> {
          List<RunRecord> found = runs.list(now, months);
          List<RunRecord> shown = found.subList(0, Math.min(limit, found.size()));
          if (json) {
            shown.forEach(run -> out().println(summary(run, now)));
          } else {
            out().println(text(pipeline.name(), shown, found.size(), now));
          }
          out().flush();
        });
  }

  static String text(String pipeline, List<RunRecord> shown, int all, Instant now) {
    if (shown.isEmpty()) {
      return "Pipeline %s has no run on record (--months looks further back).".formatted(pipeline);
    }
    TextTable table =
        new TextTable(
            List.of("started (UTC)", "run", "status", "asked", "published", "rejected", "reason"));
    for (RunRecord run : shown) {
      RunReport report = run.report();
      table.add(
          List.of(
              TIME.format(report.started()),
              run.runId(),
              run.status(now).word(),
              report.asked() == 0 ? "" : Long.toString(report.asked()),
              Long.toString(report.published()),
              Long.toString(report.rejected()),
              run.reason(now).orElse("")));
    }
    return String.format(
        Locale.ROOT,
        "%s%n%,d of %,d runs of pipeline %s; runs show RUN tells more.",
        table,
        shown.size(),
        all,
        pipeline);
  }
}
