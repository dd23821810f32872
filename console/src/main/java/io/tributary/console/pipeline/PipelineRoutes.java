package io.tributary.console.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tributary.console.overview.PipelineOverview;
import io.tributary.console.overview.PlatformWatch;
import io.tributary.console.platform.Airflow;
import io.tributary.console.platform.Answer;
import io.tributary.console.platform.Definitions;
import io.tributary.console.platform.Grafana;
import io.tributary.console.platform.Inquiries;
import io.tributary.console.platform.PartitionPosition;
import io.tributary.console.platform.Positions;
import io.tributary.console.runs.RunRoutes;
import io.tributary.console.runs.RunStore;
import io.tributary.console.web.Pages;
import io.tributary.console.web.Role;
import io.tributary.console.web.Routes;
import io.tributary.model.definition.NormalizedJson;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.run.RunRecord;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The page of one pipeline. */
public final class PipelineRoutes implements Routes {
  private static final Duration AIRFLOW_ANSWER = Duration.ofSeconds(3);
  private static final int RUNS_SHOWN = 5;

  private final Definitions definitions;
  private final PlatformWatch watch;
  private final Positions positions;
  private final RunStore runs;
  private final Optional<Airflow> airflow;
  private final Optional<Grafana> grafana;
  private final Inquiries inquiries;
  private final Pages pages;
  private final ObjectMapper json = new ObjectMapper();

  public PipelineRoutes(
      Definitions definitions,
      PlatformWatch watch,
      Positions positions,
      RunStore runs,
      Optional<Airflow> airflow,
      Optional<Grafana> grafana,
      Inquiries inquiries,
      Pages pages) {
    this.definitions = definitions;
    this.watch = watch;
    this.positions = positions;
    this.runs = runs;
    this.airflow = airflow;
    this.grafana = grafana;
    this.inquiries = inquiries;
    this.pages = pages;
  }

  /** The pipeline's DAG: where its page is, and whether it is paused. */
  public record DagState(String id, URI page, Answer<Boolean> paused) {}

  /** What the page shows. */
  public record PipelinePage(
      Pipeline pipeline,
      Optional<PipelineOverview> overview,
      Answer<List<PartitionPosition>> positions,
      Answer<List<RunRecord>> runs,
      Optional<DagState> dag,
      Optional<String> dashboard,
      String definition,
      Instant now) {

    /** How events are written. */
    public String events() {
      return switch (pipeline.topic().format().encoding()) {
        case JSON -> "plain JSON";
        case JSON_SCHEMA -> "JSON with a JSON Schema";
        case AVRO -> "Avro";
      };
    }
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/pipelines/{pipeline}", this::show, Role.VIEWER);
  }

  private void show(Context request) {
    Pipeline pipeline = definitions.required(request.pathParam("pipeline"));
    Optional<PipelineOverview> overview =
        watch.latest().stream().filter(one -> one.name().equals(pipeline.name())).findFirst();
    pages.show(
        request,
        "pipeline.jte",
        pipeline.name(),
        new PipelinePage(
            pipeline,
            overview,
            positions.of(pipeline),
            runs.list(pipeline, RunRoutes.MONTHS, RUNS_SHOWN, Optional.empty()),
            airflow.map(api -> dag(api, pipeline.dag().id())),
            grafana.flatMap(there -> there.dashboard(pipeline)),
            pretty(NormalizedJson.of(pipeline)),
            Instant.now()));
  }

  private DagState dag(Airflow api, String id) {
    return new DagState(
        id, api.dagPage(id), inquiries.ask("Airflow", AIRFLOW_ANSWER, () -> api.isPaused(id)));
  }

  private String pretty(String text) {
    try {
      return json.readTree(text).toPrettyString();
    } catch (JsonProcessingException notJson) {
      return text;
    }
  }
}
