package io.tributary.verifier;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.model.run.RunRecord;
import io.tributary.model.run.RunReport;
import io.tributary.model.run.RunVerdict;
import io.tributary.runtime.command.CommandFailedException;
import java.time.Instant;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Shows one run. */
@CommandLine.Command(
    name = "show",
    description = {
      "Shows one run: how it stands and why, what its producer said, and what its verification found.",
      "The last line of standard output is the same as JSON, with receipt and report."
    })
final class ShowRunCommand extends RecordedRunsCommand {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Parameters(paramLabel = "RUN", description = "The run's id.")
  private String runId = "";

  @Override
  protected void run() throws Exception {
    Instant now = Instant.now();
    withRuns(
        (pipeline, runs, months) -> {
          RunRecord run =
              runs.find(runId, now, months)
                  .orElseThrow(
                      () ->
                          new CommandFailedException(
                              "pipeline %s has no run %s on record: runs list names them, --months looks further back"
                                  .formatted(pipeline.name(), runId)));
          out().println(text(run, now));
          out().println(json(run, now));
          out().flush();
        });
  }

  static String text(RunRecord run, Instant now) {
    RunReport report = run.report();
    StringBuilder text = new StringBuilder();
    text.append(
        "Run %s of pipeline %s: %s%n"
            .formatted(run.runId(), run.pipeline(), run.status(now).word()));
    run.reason(now).ifPresent(reason -> text.append("  %s%n".formatted(reason)));
    text.append("  started   %s%n".formatted(report.started()));
    text.append("  updated   %s%n".formatted(report.updated()));
    if (report.asked() > 0) {
      text.append(String.format(Locale.ROOT, "  asked     %,d%n", report.asked()));
    }
    text.append(String.format(Locale.ROOT, "  fetched   %,d%n", report.fetched()));
    text.append(String.format(Locale.ROOT, "  published %,d%n", report.published()));
    text.append(String.format(Locale.ROOT, "  rejected  %,d", report.rejected()));
    run.verdict()
        .ifPresent(
            verdict ->
                text.append(
                    "%n  %s at %s"
                        .formatted(
                            verdict.verified() ? "verified" : "found not verified", verdict.at())));
    return text.toString();
  }

  static String json(RunRecord run, Instant now) {
    ObjectNode json = summary(run, now);
    json.set("receipt", run.report().receipt().map(ShowRunCommand::parsed).orElse(null));
    json.set(
        "report", run.verdict().map(RunVerdict::report).map(ShowRunCommand::parsed).orElse(null));
    json.put("verified_at", run.verdict().map(verdict -> verdict.at().toString()).orElse(null));
    return json.toString();
  }

  private static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException notJson) {
      return JSON.getNodeFactory().textNode(text);
    }
  }
}
