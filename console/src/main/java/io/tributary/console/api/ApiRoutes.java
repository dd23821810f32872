package io.tributary.console.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tributary.console.overview.PipelineOverview;
import io.tributary.console.overview.PlatformWatch;
import io.tributary.console.platform.Definitions;
import io.tributary.console.platform.Positions;
import io.tributary.console.runs.RunRoutes;
import io.tributary.console.runs.RunStore;
import io.tributary.console.web.JsonAnswer;
import io.tributary.console.web.Parameters;
import io.tributary.console.web.ProblemException;
import io.tributary.console.web.Role;
import io.tributary.console.web.Routes;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.run.RunRecord;
import io.tributary.verifier.runs.RunPosition;
import java.time.Instant;
import java.util.Optional;

/** The API about pipelines, their lag and their runs. */
public final class ApiRoutes implements Routes {
  private static final String PIPELINES = "/api/v1/pipelines";
  private static final String PIPELINE = PIPELINES + "/{pipeline}";
  private static final int RUNS_OF_A_PAGE = 50;
  private static final int MOST_RUNS_OF_A_PAGE = 500;

  private final Definitions definitions;
  private final PlatformWatch watch;
  private final Positions positions;
  private final RunStore store;

  public ApiRoutes(
      Definitions definitions, PlatformWatch watch, Positions positions, RunStore store) {
    this.definitions = definitions;
    this.watch = watch;
    this.positions = positions;
    this.store = store;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(PIPELINES, this::pipelines, Role.VIEWER);
    routes.get(PIPELINE, this::pipeline, Role.VIEWER);
    routes.get(PIPELINE + "/history", this::history, Role.VIEWER);
    routes.get(PIPELINE + "/lag", this::lag, Role.VIEWER);
    routes.get(PIPELINE + "/runs", this::runs, Role.VIEWER);
    routes.get(PIPELINE + "/runs/{run}", this::run, Role.VIEWER);
  }

  private void pipelines(Context request) {
    Parameters.of(request);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode pipelines = json.putArray("pipelines");
    watch.latest().forEach(seen -> pipelines.add(PipelineJson.overview(seen)));
    JsonAnswer.send(request, json);
  }

  private void pipeline(Context request) {
    Parameters.of(request);
    Pipeline pipeline = named(request);
    PipelineOverview overview =
        watch.latest().stream()
            .filter(seen -> seen.name().equals(pipeline.name()))
            .findFirst()
            .orElseThrow(
                () ->
                    ProblemException.unavailable(
                        "The console has not looked at pipeline %s yet: try again in a moment."
                            .formatted(pipeline.name())));
    JsonAnswer.send(request, PipelineJson.whole(overview));
  }

  private void history(Context request) {
    Parameters.of(request);
    JsonAnswer.send(request, PipelineJson.history(watch.history(named(request).name()).points()));
  }

  private void lag(Context request) {
    Parameters.of(request);
    Pipeline pipeline = named(request);
    JsonAnswer.send(request, PipelineJson.lag(pipeline, positions.of(pipeline).required()));
  }

  private void runs(Context request) {
    Parameters parameters = Parameters.of(request, "limit", "cursor", "months");
    Pipeline pipeline = named(request);
    int limit = parameters.number("limit", RUNS_OF_A_PAGE, 1, MOST_RUNS_OF_A_PAGE);
    int months = parameters.number("months", RunRoutes.MONTHS, 1, RunRoutes.MOST_MONTHS);
    Optional<RunPosition> after = parameters.text("cursor").map(RunPage::after);
    RunPage page = RunPage.of(store.list(pipeline, months, limit + 1, after).required(), limit);
    Instant now = Instant.now();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode runs = json.putArray("runs");
    page.runs().forEach(run -> runs.add(RunJson.summary(run, now)));
    page.cursor().ifPresent(cursor -> json.put("cursor", cursor));
    JsonAnswer.send(request, json);
  }

  private void run(Context request) {
    Parameters parameters = Parameters.of(request, "months");
    Pipeline pipeline = named(request);
    int months = parameters.number("months", RunRoutes.MONTHS, 1, RunRoutes.MOST_MONTHS);
    RunRecord run = store.required(pipeline, request.pathParam("run"), months);
    JsonAnswer.send(request, RunJson.whole(run, Instant.now()));
  }

  private Pipeline named(Context request) {
    return definitions.required(request.pathParam("pipeline"));
  }
}
