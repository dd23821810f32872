package io.tributary.console.prometheus;

import io.javalin.config.RoutesConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tributary.console.overview.PipelineOverview;
import io.tributary.console.overview.PlatformWatch;
import io.tributary.console.platform.Airflow;
import io.tributary.console.platform.CassandraAccess;
import io.tributary.console.platform.Inquiries;
import io.tributary.console.platform.PartitionPosition;
import io.tributary.console.platform.Positions;
import io.tributary.console.web.Role;
import io.tributary.console.web.Routes;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.run.RunRecord;
import io.tributary.runtime.status.ProcessMetrics;
import io.tributary.verifier.runs.CassandraRuns;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /metrics}, for Prometheus. */
public final class MetricsRoutes implements Routes {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  /** A run that the last look saw started in this month or the one before. */
  private static final int MONTHS = 2;

  private final PrometheusMeterRegistry registry = ProcessMetrics.registry();

  /**
   * @param airflow nothing where there is none
   * @param page where people's browsers find the console
   */
  public MetricsRoutes(
      PlatformWatch watch,
      Positions positions,
      CassandraAccess cassandra,
      Optional<Airflow> airflow,
      Inquiries inquiries,
      Supplier<String> page) {
    this(
        new Sources() {
          @Override
          public List<PipelineOverview> pipelines() {
            return watch.latest();
          }

          @Override
          public Optional<RunRecord> run(Pipeline pipeline, String runId) throws Exception {
            return new CassandraRuns(cassandra.session(), pipeline)
                .find(runId, Instant.now(), MONTHS);
          }

          @Override
          public List<PartitionPosition> positions(Pipeline pipeline) throws Exception {
            return positions.asked(pipeline);
          }

          @Override
          public Optional<Airflow> airflow() {
            return airflow;
          }

          @Override
          public String page() {
            return page.get();
          }
        },
        inquiries,
        InstantSource.system());
  }

  MetricsRoutes(Sources sources, Inquiries inquiries, InstantSource clock) {
    registry.getPrometheusRegistry().register(new PlatformFigures(sources, inquiries, clock));
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(
        "/metrics",
        request -> request.contentType(PROMETHEUS).result(registry.scrape()),
        Role.VIEWER);
  }
}
