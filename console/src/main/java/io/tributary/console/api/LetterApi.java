package io.tributary.console.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tributary.console.deadletter.DeadLetterRoutes;
import io.tributary.console.deadletter.LetterDetails;
import io.tributary.console.deadletter.LetterFilter;
import io.tributary.console.deadletter.LetterList;
import io.tributary.console.deadletter.Letters;
import io.tributary.console.job.Job;
import io.tributary.console.job.Jobs;
import io.tributary.console.mask.Masks;
import io.tributary.console.platform.Answer;
import io.tributary.console.platform.Definitions;
import io.tributary.console.web.Access;
import io.tributary.console.web.JsonAnswer;
import io.tributary.console.web.Parameters;
import io.tributary.console.web.ProblemException;
import io.tributary.console.web.Role;
import io.tributary.console.web.Routes;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.text.Quoted;
import io.tributary.verifier.deadletter.DeadLetterWithRecord;
import java.util.List;

/** The API about dead letters: those there are, and the jobs that replay or discard them. */
public final class LetterApi implements Routes {
  private static final String PIPELINE = "/api/v1/pipelines/{pipeline}";
  private static final String LETTERS = PIPELINE + "/dead-letters";
  private static final List<String> FILTER =
      List.of("reason", "field", "run", "since", "state", "at");
  private static final List<String> REPLAY =
      List.of("reason", "field", "run", "since", "at", "dry_run");
  private static final List<String> DISCARD =
      List.of("reason", "field", "run", "since", "at", "why");
  private static final int ACCEPTED = 202;

  private final Definitions definitions;
  private final Letters letters;
  private final Jobs jobs;

  public LetterApi(Definitions definitions, Letters letters, Jobs jobs) {
    this.definitions = definitions;
    this.letters = letters;
    this.jobs = jobs;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(LETTERS, this::list, Role.VIEWER);
    routes.get(LETTERS + "/{position}", this::show, Role.VIEWER);
    routes.post(PIPELINE + "/replays", this::replay, Role.OPERATOR);
    routes.post(PIPELINE + "/discards", this::discard, Role.OPERATOR);
    routes.get("/api/v1/jobs/{job}", this::job, Role.VIEWER);
  }

  private void list(Context request) {
    Parameters parameters =
        Parameters.of(request, "reason", "field", "run", "since", "state", "at", "page");
    Pipeline pipeline = pipeline(request);
    FILTER.forEach(parameters::text); // none is given twice
    LetterFilter filter = DeadLetterRoutes.filter(name -> parameters.text(name).orElse(""));
    Answer<LetterList> list =
        letters.list(
            pipeline,
            DeadLetterRoutes.selection(filter),
            filter,
            parameters.number("page", 1, 1, DeadLetterRoutes.MOST_PAGES));
    JsonAnswer.send(
        request,
        LetterJson.list(DeadLetterRoutes.masked(list.required(), masks(request, pipeline))));
  }

  private void show(Context request) {
    Parameters.of(request);
    Pipeline pipeline = pipeline(request);
    String text = request.pathParam("position");
    RecordPosition position =
        RecordPosition.parse(text)
            .orElseThrow(
                () ->
                    ProblemException.notFound(
                        "%s is no place in Kafka: it is written as topic-partition@offset, such as users_created-0@17."
                            .formatted(Quoted.quote(text))));
    DeadLetterWithRecord letter = letters.required(pipeline, position);
    JsonAnswer.send(
        request,
        LetterJson.whole(
            LetterDetails.of(
                pipeline, letter, letters.trial(pipeline, letter), masks(request, pipeline))));
  }

  private void replay(Context request) {
    Parameters.of(request);
    Pipeline pipeline = pipeline(request);
    Body body = Body.of(request, REPLAY);
    LetterFilter filter = DeadLetterRoutes.filter(name -> text(body, REPLAY, name));
    begun(
        request,
        DeadLetterRoutes.startReplay(
            jobs, letters, Access.visitor(request), pipeline, filter, body.flag("dry_run")));
  }

  private void discard(Context request) {
    Parameters.of(request);
    Pipeline pipeline = pipeline(request);
    Body body = Body.of(request, DISCARD);
    LetterFilter filter = DeadLetterRoutes.filter(name -> text(body, DISCARD, name));
    begun(
        request,
        DeadLetterRoutes.startDiscard(
            jobs, letters, Access.visitor(request), pipeline, filter, body.text("why").strip()));
  }

  /** Open letters alone are replayed and discarded, so a request has no state. */
  private static String text(Body body, List<String> known, String name) {
    return known.contains(name) ? body.text(name) : "";
  }

  private static void begun(Context request, Job job) {
    request
        .status(ACCEPTED)
        .header("Location", "/api/v1/jobs/" + job.id())
        .contentType("application/json")
        .result(LetterJson.job(job).toString());
  }

  private void job(Context request) {
    Parameters.of(request);
    JsonAnswer.send(request, LetterJson.job(jobs.required(request.pathParam("job"))));
  }

  private Pipeline pipeline(Context request) {
    return definitions.required(request.pathParam("pipeline"));
  }

  private static Masks masks(Context request, Pipeline pipeline) {
    return Masks.of(pipeline, Access.visitor(request).isOperator());
  }
}
