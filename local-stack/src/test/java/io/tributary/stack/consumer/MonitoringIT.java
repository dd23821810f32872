package io.tributary.stack.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.console.Console;
import io.tributary.console.ConsoleSettings;
import io.tributary.init.Replication;
import io.tributary.init.SchemaMigration;
import io.tributary.model.cql.RunCql;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.run.RunReport;
import io.tributary.producer.record.CassandraRunRecord;
import io.tributary.runtime.cassandra.CassandraConnection;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.runtime.registry.RegistryConnection;
import io.tributary.stack.FreshPipeline;
import io.tributary.stack.LocalStack;
import io.tributary.stack.Stack;
import io.tributary.stack.TestConsumer;
import io.tributary.stack.WithStack;
import io.tributary.stack.checkout.Checkout;
import io.tributary.stack.host.Ports;
import io.tributary.stack.process.ChildJvm;
import io.tributary.stack.process.ChildProcess;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/**
 * A real Prometheus scrapes Kafka, Cassandra, Spark, the consumer and the console: every query of a
 * dashboard returns something, every metric that a rule names is there, and all count the same
 * records.
 */
@WithStack
class MonitoringIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** Run in tests of their own: docker/tests/test_alerting.py, and the platform in containers. */
  private static final Set<String> NOT_HERE = Set.of("alertmanager", "schema-registry");

  /** Records of a round that become rows; one more becomes a dead letter. */
  private static final int GOOD = 20;

  /** Only with TLS; SecuredStackIT sees it. */
  private static final Set<String> MAY_BE_MISSING =
      Set.of("tributary_certificate_end_timestamp_seconds");

  private final Stack stack;

  MonitoringIT(Stack stack) {
    this.stack = stack;
  }

  @Test
  void dashboardsAndRules_nameMetricsThatAreThere(FreshPipeline fresh) throws Exception {
    Path prometheusProgram = program("prometheus");
    Path diskProgram = program("prometheus-node-exporter");
    LocalStack servers = stack.processes().orElseThrow();
    Ports ports = new Ports();
    int driver = ports.free();
    int master = ports.free();
    int worker = ports.free();
    int disks = ports.free();
    int status = ports.free();
    int console = ports.free();
    Map<String, Integer> targets =
        Map.of(
            "kafka", JmxAgent.attach(servers.kafka().process(), "kafka.yml"),
            "cassandra", JmxAgent.attach(servers.cassandra().process(), "cassandra.yml"),
            "spark-consumer", status,
            "console", console,
            "spark-master", master,
            "spark-worker", worker,
            "spark-driver", driver,
            "spark-executors", driver,
            "disks", disks);
    Set<String> jobs = ScrapingPrometheus.jobs();
    jobs.removeAll(NOT_HERE);
    assertThat(jobs).containsAll(targets.keySet()).hasSize(targets.size() + 1);

    int sparkPort = ports.free();
    String masterUrl = String.format(Locale.ROOT, "spark://%s:%d", Ports.LOOPBACK, sparkPort);
    Process diskExporter = diskExporter(diskProgram, disks);
    try (PipelineFixture fixture = PipelineFixture.of(stack, fresh);
        FakeAirflow airflow = FakeAirflow.start();
        Console served = console(fresh, console, status, airflow);
        ChildProcess sparkMaster = sparkMaster(fresh, sparkPort, master);
        ChildProcess sparkWorker = sparkWorker(fresh, masterUrl, worker);
        TestConsumer consumer = consumer(fresh, status, driver);
        ScrapingPrometheus prometheus =
            ScrapingPrometheus.start(prometheusProgram, fresh.folder(), targets)) {
      new SchemaMigration(List.of(fixture.pipeline()), Replication.parse("1"), "")
          .apply(fixture.session());
      keepRun(fixture);
      served.start();
      sparkMaster.start();
      sparkWorker.start();
      await()
          .atMost(LIMIT)
          .ignoreExceptionsInstanceOf(IOException.class)
          .untilAsserted(
              () -> assertThat(prometheus.troubles()).as(consumer.process().logTail()).isEmpty());

      Set<String> queries = panelQueries();
      Set<String> names = new TreeSet<>();
      for (String query : ruleQueries()) {
        names.addAll(MetricNames.of(query));
      }
      assertThat(queries).hasSizeGreaterThan(30);
      assertThat(names).hasSizeGreaterThan(10);
      assertThat(names).containsAll(MAY_BE_MISSING);
      names.removeAll(MAY_BE_MISSING);
      queries.addAll(names);
      AtomicInteger rounds = new AtomicInteger();
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () -> {
                keepBusy(fixture);
                rounds.incrementAndGet();
                assertThat(silent(prometheus, queries)).isEmpty();
              });
      await()
          .atMost(LIMIT)
          .untilAsserted(() -> assertCounts(prometheus, fixture.pipeline(), rounds.get()));
    } finally {
      diskExporter.destroy();
    }
  }

  /** A run as the producer and the verifier put it on record. */
  private void keepRun(PipelineFixture fixture) throws Exception {
    Pipeline pipeline = fixture.pipeline();
    Instant now = Instant.now();
    try (CassandraRunRecord record = CassandraRunRecord.open(cassandra(), pipeline, "run")) {
      record.write(
          new RunReport(
              RunReport.State.PUBLISHED,
              now.minusSeconds(9),
              now,
              100,
              100,
              99,
              1,
              Optional.empty(),
              Optional.empty()));
    }
    fixture
        .session()
        .execute(
            SimpleStatement.newInstance(
                new RunCql(pipeline.keyspace()).insertVerdict(),
                pipeline.name(),
                RunCql.month(now.minusSeconds(9)),
                "run",
                true,
                now,
                null,
                "{\"rows\":99,\"dead_letters\":1,\"superseded\":0,\"missing\":0}"));
  }

  private Console console(FreshPipeline fresh, int port, int consumerStatus, FakeAirflow airflow)
      throws Exception {
    return new Console(
        new ConsoleSettings(
            Ports.LOOPBACK,
            port,
            Optional.empty(),
            Optional.empty(),
            0,
            URI.create(String.format(Locale.ROOT, "http://%s:%d", Ports.LOOPBACK, consumerStatus)),
            Optional.of(
                new ConsoleSettings.AirflowLogin(airflow.url(), airflow.url(), "someone", "hush"))),
        fresh.file(),
        KafkaConnection.at(stack.bootstrapServers()),
        cassandra(),
        RegistryConnection.beside(fresh.file()));
  }

  private CassandraConnection cassandra() throws Exception {
    return CassandraConnection.of(
        List.of(stack.contactPoints().split(",", -1)), stack.dataCenter(), "", "");
  }

  /** Rates need records that come while Prometheus looks, and reasons a bad one. */
  private static void keepBusy(PipelineFixture fixture) throws Exception {
    fixture.publish(0, GOOD);
    fixture
        .send(
            new ProducerRecord<>(
                fixture.pipeline().topic().name(), PipelineFixture.bytes("k"), new byte[] {'x'}))
        .get();
  }

  /** What was sent is what each of them has counted. */
  private static void assertCounts(ScrapingPrometheus prometheus, Pipeline pipeline, int rounds)
      throws Exception {
    String topic = pipeline.topic().name();
    double good = (double) rounds * GOOD;
    assertThat(prometheus.value("sum(kafka_partition_end_offset{topic=\"%s\"})".formatted(topic)))
        .isEqualTo(good + rounds);
    assertThat(prometheus.value("sum(kafka_topic_messagesin_total{topic=\"%s\"})".formatted(topic)))
        .isEqualTo(good + rounds);
    assertThat(prometheus.value("sum(tributary_consumer_records_total)")).isEqualTo(good + rounds);
    assertThat(prometheus.value("sum(tributary_consumer_rows_total)")).isEqualTo(good);
    assertThat(prometheus.value("sum(tributary_consumer_dead_letters_total)")).isEqualTo(rounds);
    assertThat(prometheus.value("pipeline:lag_records:sum")).isZero();
    assertThat(prometheus.value("sum(tributary_lag_records)")).isZero();
    assertThat(prometheus.value("tributary_run_records{outcome=\"rows\"}")).isEqualTo(99);
    assertThat(prometheus.value("tributary_run_status{status=\"verified\"}")).isEqualTo(1);
    assertThat(prometheus.value("metrics_master_aliveWorkers_Value")).isEqualTo(1);
  }

  private static List<String> silent(ScrapingPrometheus prometheus, Set<String> queries)
      throws Exception {
    List<String> silent = new ArrayList<>();
    for (String query : queries) {
      if (!prometheus.returns(query)) {
        silent.add(query);
      }
    }
    return silent;
  }

  private static Set<String> panelQueries() throws Exception {
    Set<String> queries = new TreeSet<>();
    for (Path file : files("docker/monitoring/grafana/dashboards")) {
      JsonNode dashboard = new ObjectMapper().readTree(file.toFile());
      for (JsonNode query : dashboard.findValues("expr")) {
        queries.add(query.asText().replace("$__rate_interval", "1m").replace("$pipeline", ".*"));
      }
    }
    return queries;
  }

  private static List<String> ruleQueries() throws Exception {
    List<String> queries = new ArrayList<>();
    for (Path file : files("docker/monitoring/prometheus/rules")) {
      Map<String, List<Map<String, List<Map<String, Object>>>>> rules =
          new Yaml().load(Files.readString(file));
      rules
          .getOrDefault("groups", List.of())
          .forEach(
              group ->
                  group
                      .getOrDefault("rules", List.of())
                      .forEach(rule -> queries.add(String.valueOf(rule.get("expr")))));
    }
    return queries;
  }

  private static List<Path> files(String folder) throws Exception {
    try (Stream<Path> files = Files.list(Checkout.current().resolve(folder))) {
      return files.sorted().toList();
    }
  }

  private TestConsumer consumer(FreshPipeline fresh, int status, int driver) throws Exception {
    return TestConsumer.start(
        stack,
        fresh,
        Map.of(
            "STATUS_PORT",
            Integer.toString(status),
            // what docker/submit and the image set
            "JDK_JAVA_OPTIONS",
            String.format(
                Locale.ROOT,
                "-Dspark.ui.enabled=true -Dspark.ui.port=%d -Dspark.ui.prometheus.enabled=true"
                    + " -Dspark.metrics.namespace=consumer \"-Dspark.metrics.conf=%s\"",
                driver,
                sparkMetrics())),
        List.of());
  }

  private static ChildProcess sparkMaster(FreshPipeline fresh, int port, int page)
      throws Exception {
    return spark(
        fresh,
        "Master",
        "--host",
        Ports.LOOPBACK,
        "--port",
        Integer.toString(port),
        "--webui-port",
        Integer.toString(page));
  }

  private static ChildProcess sparkWorker(FreshPipeline fresh, String master, int page)
      throws Exception {
    return spark(
        fresh,
        "Worker",
        "--host",
        Ports.LOOPBACK,
        "--cores",
        "1",
        "--memory",
        "512m",
        "--work-dir",
        fresh.folder().resolve("work").toString(),
        "--webui-port",
        Integer.toString(page),
        master);
  }

  private static ChildProcess spark(FreshPipeline fresh, String role, String... arguments)
      throws Exception {
    Checkout checkout = Checkout.current();
    return new ChildProcess(
        new ChildJvm(
            "Spark's " + role,
            List.of(
                "@" + checkout.resolve("spark-consumer/src/main/jvm/spark.options"),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dspark.metrics.conf=" + sparkMetrics()),
            checkout.classPath("spark-consumer"),
            "org.apache.spark.deploy.%s.%s".formatted(role.toLowerCase(Locale.ROOT), role),
            List.of(arguments),
            Map.of("SPARK_LOCAL_IP", Ports.LOOPBACK, "SPARK_PUBLIC_DNS", Ports.LOOPBACK),
            fresh.folder().resolve(role + ".log")));
  }

  private static Path sparkMetrics() throws Exception {
    return Checkout.current().resolve("docker/monitoring/spark/metrics.properties");
  }

  private static Process diskExporter(Path program, int port) throws IOException {
    return new ProcessBuilder(
            program.toString(),
            "--collector.disable-defaults",
            "--collector.filesystem",
            String.format(Locale.ROOT, "--web.listen-address=%s:%d", Ports.LOOPBACK, port))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Skips the test where the program is missing, but not in CI. */
  private static Path program(String name) {
    String folders = System.getenv().getOrDefault("PATH", "");
    Optional<Path> found =
        Pattern.compile(File.pathSeparator)
            .splitAsStream(folders)
            .map(folder -> Path.of(folder, name))
            .filter(Files::isExecutable)
            .findFirst();
    if (found.isPresent()) {
      return found.get();
    }
    String missing =
        "%s is missing: apt-get install prometheus prometheus-node-exporter".formatted(name);
    if ("yes".equals(System.getenv("TRIBUTARY_CONTAINERS"))) {
      fail(missing);
    }
    assumeTrue(false, missing);
    throw new IllegalStateException(missing);
  }
}
