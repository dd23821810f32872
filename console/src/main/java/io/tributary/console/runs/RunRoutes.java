package io.tributary.console.runs;

import com.datastax.oss.driver.api.core.CqlSession;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tributary.console.job.JobRoutes;
import io.tributary.console.job.Jobs;
import io.tributary.console.platform.Airflow;
import io.tributary.console.platform.Answer;
import io.tributary.console.platform.CassandraAccess;
import io.tributary.console.platform.Definitions;
import io.tributary.console.platform.Inquiries;
import io.tributary.console.platform.KafkaAccess;
import io.tributary.console.platform.Schemas;
import io.tributary.console.web.Access;
import io.tributary.console.web.Pages;
import io.tributary.console.web.Parameters;
import io.tributary.console.web.ProblemException;
import io.tributary.console.web.Role;
import io.tributary.console.web.Routes;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.receipt.Receipt;
import io.tributary.model.run.RunRecord;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.verifier.report.VerificationReport;
import io.tributary.verifier.runs.RunTraces;
import io.tributary.verifier.runs.RunVerification;
import io.tributary.verifier.verification.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The runs of a pipeline, one run, and its verification again. */
public final class RunRoutes implements Routes {
  /** How far back runs are shown unless a request says otherwise. */
  public static final int MONTHS = 2;

  /** How far back a request may look. */
  public static final int MOST_MONTHS = 24;

  private static final int MOST_SHOWN = 500;
  private static final Duration AIRFLOW_ANSWER = Duration.ofSeconds(3);
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final Definitions definitions;
  private final RunStore runs;
  private final Optional<Airflow> airflow;
  private final Inquiries inquiries;
  private final KafkaAccess kafka;
  private final CassandraAccess cassandra;
  private final Schemas schemas;
  private final RunTraces traces;
  private final Jobs jobs;
  private final Pages pages;

  public RunRoutes(
      Definitions definitions,
      RunStore runs,
      Optional<Airflow> airflow,
      Inquiries inquiries,
      KafkaAccess kafka,
      CassandraAccess cassandra,
      Schemas schemas,
      RunTraces traces,
      Jobs jobs,
      Pages pages) {
    this.definitions = definitions;
    this.runs = runs;
    this.airflow = airflow;
    this.inquiries = inquiries;
    this.kafka = kafka;
    this.cassandra = cassandra;
    this.schemas = schemas;
    this.traces = traces;
    this.jobs = jobs;
    this.pages = pages;
  }

  /** What the list shows. */
  public record RunList(
      Pipeline pipeline, Answer<List<RunRecord>> runs, int months, int mostShown, Instant now) {}

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/pipelines/{pipeline}/runs", this::list, Role.VIEWER);
    routes.get("/pipelines/{pipeline}/runs/{run}", this::show, Role.VIEWER);
    routes.post("/pipelines/{pipeline}/runs/{run}/verify", this::verifyAgain, Role.OPERATOR);
  }

  private void list(Context request) {
    Pipeline pipeline = definitions.required(request.pathParam("pipeline"));
    int months = months(request);
    pages.show(
        request,
        "runs.jte",
        "Runs of " + pipeline.name(),
        new RunList(pipeline, runs.list(pipeline, months), months, MOST_SHOWN, Instant.now()));
  }

  private void show(Context request) {
    Pipeline pipeline = definitions.required(request.pathParam("pipeline"));
    RunRecord run = run(pipeline, request);
    String dag = pipeline.dag().id();
    pages.show(
        request,
        "run.jte",
        "Run " + run.runId(),
        RunDetails.of(
            pipeline,
            run,
            airflow.map(
                api -> inquiries.ask("Airflow", AIRFLOW_ANSWER, () -> api.tasks(dag, run.runId()))),
            airflow.map(api -> api.runPage(dag, run.runId())),
            Instant.now()));
  }

  private void verifyAgain(Context request) {
    Pipeline pipeline = definitions.required(request.pathParam("pipeline"));
    RunRecord run = run(pipeline, request);
    Receipt receipt =
        RunDetails.of(pipeline, run, Optional.empty(), Optional.empty(), Instant.now())
            .receipt()
            .orElseThrow(
                () ->
                    ProblemException.badRequest(
                        "Run %s has no receipt yet, so there is nothing to verify."
                            .formatted(run.runId())));
    JobRoutes.follow(
        request,
        jobs.start(
            Access.visitor(request),
            pipeline.name(),
            "Verify run " + run.runId(),
            progress -> {
              CqlSession session = cassandra.session();
              Verification records =
                  new Verification(
                      kafka.connection(), session, pipeline, schemas.of(pipeline).writers());
              VerificationReport report =
                  new RunVerification(records, session, pipeline, traces)
                      .verify(receipt, TIMEOUT, now -> progress.accept(now.toString()));
              if (!report.verified()) {
                throw new CommandFailedException(report.why().orElseThrow());
              }
              return report.text();
            }));
  }

  private RunRecord run(Pipeline pipeline, Context request) {
    return runs.required(pipeline, request.pathParam("run"), months(request));
  }

  private static int months(Context request) {
    return Parameters.of(request, "months").number("months", MONTHS, 1, MOST_MONTHS);
  }
}
