package io.tributary.console.prometheus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.tributary.model.run.RunRecord;
import io.tributary.model.run.RunRecord.Status;
import io.tributary.model.run.RunReport;
import io.tributary.model.run.RunVerdict;
import io.tributary.model.run.RunWait;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The figures of each pipeline's last run. For one thread. */
final class RunFigures {
  private static final double MILLIS_PER_SECOND = 1_000;

  /** How the verifier's report calls an outcome. */
  private static final List<String> OUTCOMES =
      List.of("rows", "dead_letters", "superseded", "missing");

  private final Instant now;
  private final GaugeFamily status =
      new GaugeFamily("tributary_run_status", "1 for the status that the last run has");
  private final GaugeFamily records =
      new GaugeFamily("tributary_run_records", "Records of the last run, by what became of them");
  private final GaugeFamily started =
      new GaugeFamily(
          "tributary_run_started_timestamp_seconds", "When the last run's latest try began");
  private final GaugeFamily duration =
      new GaugeFamily(
          "tributary_run_duration_seconds", "How long the last run took, or has taken so far");
  private final GaugeFamily verified =
      new GaugeFamily(
          "tributary_run_verified_timestamp_seconds", "When the last run was last verified");
  private final GaugeFamily waiting =
      new GaugeFamily("tributary_run_waiting", "1 while the last run waits for that");

  RunFigures(Instant now) {
    this.now = now;
  }

  /**
   * @param run with the verifier's report, if there is one
   */
  void add(RunRecord run) {
    String pipeline = run.pipeline();
    RunReport report = run.report();
    Status present = run.status(now);
    for (Status one : Status.values()) {
      status.add(one == present, "pipeline", pipeline, "status", one.word());
    }
    if (report.asked() > 0) {
      outcome(pipeline, "asked", report.asked());
    }
    outcome(pipeline, "fetched", report.fetched());
    outcome(pipeline, "published", report.published());
    outcome(pipeline, "rejected", report.rejected());
    run.verdict().ifPresent(verdict -> add(pipeline, report, verdict));
    started.add(seconds(report.started()), "pipeline", pipeline);
    duration.add(
        Duration.between(report.started(), report.updated()).toMillis() / MILLIS_PER_SECOND,
        "pipeline",
        pipeline);
    Optional<RunWait> waits =
        present == Status.RUNNING ? report.trouble().flatMap(RunWait::in) : Optional.empty();
    for (RunWait one : RunWait.values()) {
      waiting.add(
          waits.filter(one::equals).isPresent(), "pipeline", pipeline, "waiting_for", one.word());
    }
  }

  /** A verdict about an earlier try says nothing about the present one. */
  private void add(String pipeline, RunReport report, RunVerdict verdict) {
    if (verdict.at().isBefore(report.started())) {
      return;
    }
    verified.add(seconds(verdict.at()), "pipeline", pipeline);
    Optional<JsonNode> found = parsed(verdict.report());
    for (String outcome : OUTCOMES) {
      found
          .map(json -> json.path(outcome))
          .filter(JsonNode::isNumber)
          .ifPresent(count -> outcome(pipeline, outcome, count.asLong()));
    }
  }

  private static Optional<JsonNode> parsed(String report) {
    try {
      return Optional.of(new ObjectMapper().readTree(report));
    } catch (JsonProcessingException malformed) {
      return Optional.empty();
    }
  }

  private void outcome(String pipeline, String outcome, long count) {
    records.add((double) count, "pipeline", pipeline, "outcome", outcome);
  }

  private static double seconds(Instant time) {
    return time.toEpochMilli() / MILLIS_PER_SECOND;
  }

  List<MetricSnapshot> snapshots() {
    return List.of(
        status.snapshot(),
        records.snapshot(),
        started.snapshot(),
        duration.snapshot(),
        verified.snapshot(),
        waiting.snapshot());
  }
}
