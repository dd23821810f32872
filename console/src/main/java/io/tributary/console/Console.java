package io.tributary.console;

import io.tributary.console.api.ApiDescription;
import io.tributary.console.api.ApiRoutes;
import io.tributary.console.api.LetterApi;
import io.tributary.console.api.SchemaApi;
import io.tributary.console.api.TraceApi;
import io.tributary.console.deadletter.DeadLetterRoutes;
import io.tributary.console.deadletter.Letters;
import io.tributary.console.job.JobRoutes;
import io.tributary.console.job.Jobs;
import io.tributary.console.overview.OverviewRoutes;
import io.tributary.console.overview.PlatformPart;
import io.tributary.console.overview.PlatformWatch;
import io.tributary.console.pipeline.PipelineRoutes;
import io.tributary.console.platform.Airflow;
import io.tributary.console.platform.CassandraAccess;
import io.tributary.console.platform.ConsumerStatus;
import io.tributary.console.platform.Definitions;
import io.tributary.console.platform.Grafana;
import io.tributary.console.platform.Inquiries;
import io.tributary.console.platform.KafkaAccess;
import io.tributary.console.platform.Positions;
import io.tributary.console.platform.Schemas;
import io.tributary.console.prometheus.MetricsRoutes;
import io.tributary.console.record.CassandraLandings;
import io.tributary.console.record.KafkaTopicReader;
import io.tributary.console.record.RecordRoutes;
import io.tributary.console.record.RecordSearch;
import io.tributary.console.rows.CassandraRows;
import io.tributary.console.rows.RowRoutes;
import io.tributary.console.runs.RunRoutes;
import io.tributary.console.runs.RunStore;
import io.tributary.console.schema.SchemaReader;
import io.tributary.console.schema.SchemaRoutes;
import io.tributary.console.web.Access;
import io.tributary.console.web.ConsoleServer;
import io.tributary.console.web.Pages;
import io.tributary.console.web.Problems;
import io.tributary.console.web.RequestLimit;
import io.tributary.console.web.Routes;
import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.runtime.cassandra.CassandraConnection;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.runtime.lifecycle.Lifecycle;
import io.tributary.runtime.lifecycle.Startable;
import io.tributary.runtime.registry.RegistryConnection;
import io.tributary.runtime.time.Ticker;
import io.tributary.verifier.runs.RunTraces;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The console with all its parts. It starts and serves whether Kafka, Cassandra and the consumer
 * are there or not.
 */
public final class Console implements Startable {
  private final Lifecycle parts = new Lifecycle();
  private final Inquiries inquiries = new Inquiries();
  private final Jobs jobs = new Jobs(InstantSource.system());
  private final CassandraAccess cassandra;
  private final KafkaAccess kafka;
  private final PlatformWatch watch;
  private final KafkaTopicReader topics;
  private final OverviewRoutes overview;
  private final ConsoleServer server;
  private final String host;
  private final String page;

  /** Where nobody wants traces. */
  public Console(
      ConsoleSettings settings,
      Path pipelines,
      KafkaConnection kafka,
      CassandraConnection cassandra,
      RegistryConnection registry)
      throws InvalidDefinitionException {
    this(settings, pipelines, kafka, cassandra, registry, RunTraces.off());
  }

  /**
   * @param pipelines a definition, or a folder of them
   * @param registry where the schemas of records are
   * @param traces where verifications that are asked for here add to the traces of their runs
   * @throws InvalidDefinitionException with every problem of every file, when there is one
   */
  public Console(
      ConsoleSettings settings,
      Path pipelines,
      KafkaConnection kafka,
      CassandraConnection cassandra,
      RegistryConnection registry,
      RunTraces traces)
      throws InvalidDefinitionException {
    Schemas schemas = new Schemas(registry);
    Definitions definitions = new Definitions(pipelines);
    this.host = settings.host();
    this.page = settings.page();
    this.cassandra = new CassandraAccess(cassandra);
    this.kafka = new KafkaAccess(kafka);
    Positions positions = new Positions(this.kafka, inquiries);
    this.watch =
        new PlatformWatch(
            definitions,
            new ConsumerStatus(settings.consumer()),
            positions,
            this.cassandra,
            List.of(
                new PlatformPart.Probe(
                    "Kafka",
                    "No records arrive, and how many wait is not known.",
                    this.kafka::answers),
                new PlatformPart.Probe(
                    "Cassandra",
                    "No rows are written: the consumer keeps its records and retries. Runs, rows and dead letters are not known.",
                    this.cassandra::answers)),
            inquiries);
    RunStore runs = new RunStore(this.cassandra, inquiries);
    Optional<Airflow> airflow =
        settings
            .airflow()
            .map(login -> new Airflow(login.api(), login.page(), login.user(), login.password()));
    Optional<Grafana> grafana =
        settings.grafana().map(at -> new Grafana(at.api(), at.page(), inquiries, Ticker.system()));
    Pages pages = new Pages(definitions::problem);
    List<Routes> routes = new ArrayList<>();
    routes.add(
        new Access(settings.viewerPassword(), settings.operatorPassword(), pages, Ticker.system()));
    routes.add(new Problems(pages));
    routes.add(new RequestLimit(settings.requestsPerSecond(), Ticker.system()));
    this.overview = new OverviewRoutes(watch, grafana, pages);
    routes.add(overview);
    routes.add(
        new PipelineRoutes(
            definitions, watch, positions, runs, airflow, grafana, inquiries, pages));
    routes.add(
        new RunRoutes(
            definitions,
            runs,
            airflow,
            inquiries,
            this.kafka,
            this.cassandra,
            schemas,
            traces,
            jobs,
            pages));
    SchemaReader schemaReader = new SchemaReader(registry, inquiries);
    routes.add(new SchemaRoutes(definitions, schemaReader, pages));
    routes.add(new SchemaApi(definitions, schemaReader));
    routes.add(new JobRoutes(jobs, pages));
    this.topics = new KafkaTopicReader(this.kafka);
    RecordSearch search =
        new RecordSearch(
            topics,
            new CassandraLandings(this.cassandra),
            pipeline -> schemas.of(pipeline).writers(),
            inquiries,
            Ticker.system());
    routes.add(new RecordRoutes(definitions, search, pages));
    Letters letters = new Letters(this.cassandra, kafka, schemas, inquiries);
    routes.add(new DeadLetterRoutes(definitions, letters, jobs, pages));
    routes.add(new ApiRoutes(definitions, watch, positions, runs));
    routes.add(new LetterApi(definitions, letters, jobs));
    routes.add(new TraceApi(definitions, search));
    routes.add(new ApiDescription(pages));
    routes.add(new RowRoutes(definitions, new CassandraRows(this.cassandra, inquiries), pages));
    routes.add(new MetricsRoutes(watch, positions, this.cassandra, airflow, inquiries, this::page));
    this.server = new ConsoleServer(settings.host(), settings.port(), routes);
  }

  @Override
  public void start() throws Exception {
    parts.add("inquiries", inquiries);
    parts.add("jobs", jobs);
    parts.start("Cassandra's session", cassandra);
    parts.start("Kafka's client", kafka);
    parts.add("readers of records", topics);
    parts.add("overview", overview);
    parts.start("watch", watch);
    parts.start("server", server);
  }

  /**
   * Where the overview is.
   *
   * @throws IllegalStateException when not running
   */
  public URI url() {
    return URI.create(String.format(Locale.ROOT, "http://%s:%d/", host, server.port()));
  }

  /** Where people's browsers find it. */
  private String page() {
    return (page.isEmpty() ? url().toString() : page).replaceFirst("/+$", "");
  }

  /** What it answers, as {@code GET /path}, once it has started. */
  List<String> answered() {
    return server.answered();
  }

  @Override
  public void close() {
    parts.close();
  }
}
