package io.tributary.verifier;

import com.datastax.oss.driver.api.core.CqlSession;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.run.RunRecord;
import io.tributary.model.run.RunReport;
import io.tributary.runtime.cassandra.CassandraOptions;
import io.tributary.runtime.cassandra.CassandraSessions;
import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.PipelineOptions;
import io.tributary.runtime.command.UsageException;
import io.tributary.verifier.runs.CassandraRuns;
import java.time.Instant;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command about the runs of one pipeline. */
abstract class RecordedRunsCommand extends Command {
  @Mixin private final PipelineOptions definition = new PipelineOptions();

  @Mixin private final CassandraOptions cassandra = new CassandraOptions();

  @Option(
      names = "--months",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "In how many months to look, this one and those before (default: ${DEFAULT-VALUE}).")
  private int months = 2;

  /** What a command does with the runs. */
  interface Work {
    void with(Pipeline pipeline, CassandraRuns runs, int months) throws CommandFailedException;
  }

  /** Does the work with the pipeline's runs. */
  final void withRuns(Work work)
      throws CommandFailedException, UsageException, InterruptedException {
    atLeastOne("--months", months);
    Pipeline pipeline = definition.read(Pipeline::load);
    try (CqlSession session =
        CassandraSessions.open(cassandra.connection(), RunVerifier.ANSWER, err()::println)) {
      work.with(pipeline, new CassandraRuns(session, pipeline), months);
    }
  }

  /** What is known of a run in a few words and numbers, as JSON. */
  static ObjectNode summary(RunRecord run, Instant now) {
    RunReport report = run.report();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("pipeline", run.pipeline())
        .put("run_id", run.runId())
        .put("status", run.status(now).word())
        .put("reason", run.reason(now).orElse(null))
        .put("started", report.started().toString())
        .put("updated", report.updated().toString())
        .put("asked", report.asked())
        .put("fetched", report.fetched())
        .put("published", report.published())
        .put("rejected", report.rejected());
    return json;
  }
}
