package io.tributary.console.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tributary.console.overview.PipelineOverview;
import io.tributary.console.overview.PipelineState;
import io.tributary.console.platform.Airflow;
import io.tributary.console.platform.Answer;
import io.tributary.console.platform.Inquiries;
import io.tributary.console.platform.PartitionPosition;
import io.tributary.console.web.ConsoleServer;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.run.RunRecord;
import io.tributary.model.run.RunReport;
import io.tributary.model.run.RunVerdict;
import io.tributary.runtime.command.CommandFailedException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsRoutesTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  private static final Instant START = NOW.minusSeconds(90);

  private final Known known = new Known();
  private final Inquiries inquiries = new Inquiries();
  private ConsoleServer server = new ConsoleServer("127.0.0.1", 0, List.of());
  private HttpServer airflow;

  @BeforeEach
  void serve() throws Exception {
    airflow = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    airflow.start();
    server =
        new ConsoleServer(
            "127.0.0.1", 0, List.of(new MetricsRoutes(known, inquiries, InstantSource.fixed(NOW))));
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
    airflow.stop(0);
    inquiries.close();
  }

  @Test
  void verifiedRun_hasItsStatusItsTimesAndTheRecordsOfTheReport() throws Exception {
    known.add("users", Optional.of(verified("users")));

    assertThat(scrape())
        .contains(
            "tributary_run_status{pipeline=\"users\",status=\"verified\"} 1.0",
            "tributary_run_status{pipeline=\"users\",status=\"failed\"} 0.0",
            "tributary_run_records{outcome=\"asked\",pipeline=\"users\"} 1000.0",
            "tributary_run_records{outcome=\"fetched\",pipeline=\"users\"} 990.0",
            "tributary_run_records{outcome=\"published\",pipeline=\"users\"} 980.0",
            "tributary_run_records{outcome=\"rejected\",pipeline=\"users\"} 10.0",
            "tributary_run_records{outcome=\"rows\",pipeline=\"users\"} 975.0",
            "tributary_run_records{outcome=\"dead_letters\",pipeline=\"users\"} 15.0",
            "tributary_run_records{outcome=\"superseded\",pipeline=\"users\"} 4.0",
            "tributary_run_records{outcome=\"missing\",pipeline=\"users\"} 0.0",
            "tributary_run_started_timestamp_seconds{pipeline=\"users\"} 1.772600677E9",
            "tributary_run_duration_seconds{pipeline=\"users\"} 30.0",
            "tributary_run_verified_timestamp_seconds{pipeline=\"users\"} 1.772600727E9",
            "tributary_run_waiting{pipeline=\"users\",waiting_for=\"source\"} 0.0",
            "tributary_figures_known{source=\"cassandra\"} 1.0");
  }

  @Test
  void console_saysWhereItsPagesAre_forTheLinksOfDashboards() throws Exception {
    assertThat(scrape()).contains("tributary_console_page{page=\"http://127.0.0.1:8088\"} 1.0");
  }

  @Test
  void runningRun_saysWhatItWaitsFor_andAnEarlierVerdictDoesNotCount() throws Exception {
    RunReport running =
        report(RunReport.State.RUNNING, Optional.of("it waits for the source's rate limit"));
    RunVerdict earlier =
        new RunVerdict(true, START.minusSeconds(1), Optional.empty(), "{\"rows\":7}");
    known.add("users", Optional.of(new RunRecord("users", "r", running, Optional.of(earlier))));

    assertThat(scrape())
        .contains(
            "tributary_run_status{pipeline=\"users\",status=\"running\"} 1.0",
            "tributary_run_waiting{pipeline=\"users\",waiting_for=\"rate limit\"} 1.0",
            "tributary_run_waiting{pipeline=\"users\",waiting_for=\"source\"} 0.0")
        .noneMatch(line -> line.contains("outcome=\"rows\""))
        .noneMatch(line -> line.startsWith("tributary_run_verified"));
  }

  @Test
  void failedRun_waitsForNothing() throws Exception {
    RunReport failed =
        report(RunReport.State.FAILED, Optional.of("it waits for the source, which is gone"));
    known.add("users", Optional.of(new RunRecord("users", "r", failed, Optional.empty())));

    assertThat(scrape())
        .contains(
            "tributary_run_status{pipeline=\"users\",status=\"failed\"} 1.0",
            "tributary_run_waiting{pipeline=\"users\",waiting_for=\"source\"} 0.0");
  }

  @Test
  void lag_isThatOfEachPartition_andOnePipelinesMissingTopicsHideNoOthers() throws Exception {
    known.add("users", Optional.empty());
    known.add("quakes", Optional.empty());
    known.withoutTopics.add("quakes");
    known.positions.add(new PartitionPosition("users_created", 0, 5, 50, OptionalLong.of(38)));
    known.positions.add(new PartitionPosition("users_created", 1, 0, 7, OptionalLong.empty()));

    assertThat(scrape())
        .contains(
            "tributary_lag_records{partition=\"0\",pipeline=\"users\",topic=\"users_created\"} 12.0",
            "tributary_lag_records{partition=\"1\",pipeline=\"users\",topic=\"users_created\"} 7.0",
            "tributary_figures_known{source=\"kafka\"} 1.0")
        .noneMatch(line -> line.contains("quakes"));
  }

  @Test
  void figures_areLeftOutAndSaidToBeUnknown_whenNobodyAnswers() throws Exception {
    known.addUnknown("users");
    known.withoutTopics.add("users");
    known.airflow = Optional.of(airflow());

    assertThat(scrape())
        .contains(
            "tributary_figures_known{source=\"cassandra\"} 0.0",
            "tributary_figures_known{source=\"kafka\"} 0.0",
            "tributary_figures_known{source=\"airflow\"} 0.0")
        .noneMatch(line -> line.contains("users"));
  }

  @Test
  void airflow_tellsItsHealthAndTheNextRunOfADagThatIsNotPaused() throws Exception {
    known.add("users", Optional.empty());
    known.add("quakes", Optional.empty());
    known.airflow = Optional.of(airflow());
    answer("/auth/token", "{\"access_token\":\"t\"}");
    answer(
        "/api/v2/monitor/health",
        "{\"metadatabase\":{\"status\":\"healthy\"},\"scheduler\":{\"status\":\"unhealthy\"},"
            + "\"triggerer\":{\"status\":null}}");
    answer(
        "/api/v2/dags/user_automation",
        "{\"is_paused\":false,\"next_dagrun_run_after\":\"2026-03-04T06:00:00Z\"}");
    answer(
        "/api/v2/dags/quakes_import",
        "{\"is_paused\":true,\"next_dagrun_run_after\":\"2026-03-04T06:00:00Z\"}");

    assertThat(scrape())
        .contains(
            "tributary_airflow_healthy{component=\"metadatabase\"} 1.0",
            "tributary_airflow_healthy{component=\"scheduler\"} 0.0",
            "tributary_dag_next_run_timestamp_seconds{pipeline=\"users\"} 1.772604E9",
            "tributary_figures_known{source=\"airflow\"} 1.0")
        .noneMatch(line -> line.contains("triggerer"))
        .noneMatch(line -> line.contains("quakes"));
  }

  private Airflow airflow() {
    URI address = URI.create("http://127.0.0.1:" + airflow.getAddress().getPort());
    return new Airflow(address, address, "someone", "hush");
  }

  private void answer(String path, String json) {
    airflow.createContext(
        path,
        exchange -> {
          byte[] body = json.getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          try (exchange) {
            exchange.getResponseBody().write(body);
          }
        });
  }

  private static RunRecord verified(String pipeline) {
    String report =
        "{\"rows\":975,\"dead_letters\":15,\"superseded\":4,\"missing\":0,\"verified\":true}";
    return new RunRecord(
        pipeline,
        "r",
        report(RunReport.State.PUBLISHED, Optional.empty()),
        Optional.of(new RunVerdict(true, NOW.minusSeconds(40), Optional.empty(), report)));
  }

  private static RunReport report(RunReport.State state, Optional<String> trouble) {
    return new RunReport(
        state, START, START.plusSeconds(30), 1_000, 990, 980, 10, trouble, Optional.empty());
  }

  private List<String> scrape() throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/metrics"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body().lines().toList();
  }

  /** What Kafka, Cassandra and Airflow would say. */
  private static final class Known implements Sources {
    private final List<PipelineOverview> pipelines = new ArrayList<>();
    private final Map<String, RunRecord> runs = new HashMap<>();
    private final Set<String> withoutTopics = new HashSet<>();
    private final List<PartitionPosition> positions = new ArrayList<>();
    private Optional<Airflow> airflow = Optional.empty();

    /** The look sees a run without the verifier's report. */
    void add(String pipeline, Optional<RunRecord> lastRun) {
      lastRun.ifPresent(run -> runs.put(pipeline, run));
      add(
          pipeline,
          Answer.known(
              lastRun.map(
                  run ->
                      new RunRecord(
                          pipeline,
                          run.runId(),
                          run.report(),
                          run.verdict()
                              .map(
                                  verdict ->
                                      new RunVerdict(
                                          verdict.verified(), verdict.at(), verdict.why(), ""))))));
    }

    void addUnknown(String pipeline) {
      add(pipeline, Answer.unknown("Cassandra does not answer"));
    }

    private void add(String pipeline, Answer<Optional<RunRecord>> lastRun) {
      String why = "the consumer does not answer";
      pipelines.add(
          new PipelineOverview(
              definition(pipeline),
              PipelineState.UNKNOWN,
              why,
              Answer.unknown(why),
              Answer.unknown(why),
              Answer.unknown(why),
              lastRun,
              NOW));
    }

    private static Pipeline definition(String name) {
      try {
        return Pipeline.load(Path.of("../pipelines", name + ".yaml"));
      } catch (Exception invalid) {
        throw new IllegalStateException(invalid);
      }
    }

    @Override
    public List<PipelineOverview> pipelines() {
      return pipelines;
    }

    @Override
    public Optional<RunRecord> run(Pipeline pipeline, String runId) {
      return Optional.ofNullable(runs.get(pipeline.name()));
    }

    @Override
    public List<PartitionPosition> positions(Pipeline pipeline) throws CommandFailedException {
      if (withoutTopics.contains(pipeline.name())) {
        throw new CommandFailedException("Kafka has no such topic");
      }
      return pipeline.name().equals("users") ? positions : List.of();
    }

    @Override
    public Optional<Airflow> airflow() {
      return airflow;
    }

    @Override
    public String page() {
      return "http://127.0.0.1:8088";
    }
  }
}
