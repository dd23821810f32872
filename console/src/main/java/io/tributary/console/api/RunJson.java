package io.tributary.console.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.model.run.RunRecord;
import io.tributary.model.run.RunReport;
import java.time.Instant;

/** What the API says of runs. */
final class RunJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RunJson() {}

  /** A run in a few words and numbers, as {@code runs list --json} has it. */
  static ObjectNode summary(RunRecord run, Instant now) {
    RunReport report = run.report();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("pipeline", run.pipeline())
        .put("run_id", run.runId())
        .put("status", run.status(now).word());
    run.reason(now).ifPresent(reason -> json.put("reason", reason));
    json.put("started", report.started().toString()).put("updated", report.updated().toString());
    if (report.asked() > 0) {
      json.put("asked", report.asked());
    }
    json.put("fetched", report.fetched())
        .put("published", report.published())
        .put("rejected", report.rejected());
    run.verdict().ifPresent(verdict -> json.put("verified_at", verdict.at().toString()));
    return json;
  }

  /** The same with its receipt and the verifier's report. */
  static ObjectNode whole(RunRecord run, Instant now) {
    ObjectNode json = summary(run, now);
    run.report().receipt().ifPresent(receipt -> json.set("receipt", parsed(receipt)));
    run.verdict().ifPresent(verdict -> json.set("report", parsed(verdict.report())));
    return json;
  }

  private static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException notJson) {
      return JSON.getNodeFactory().textNode(text);
    }
  }
}
