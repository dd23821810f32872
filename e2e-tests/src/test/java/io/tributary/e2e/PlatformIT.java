package io.tributary.e2e;

import static io.tributary.e2e.Platform.DAG;
import static io.tributary.e2e.Platform.TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a user of the platform can do, done. */
@Tag("containers")
@ExtendWith(PlatformExtension.class)
@TestMethodOrder(OrderAnnotation.class)
final class PlatformIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Set<String> ONE_SHOT =
      Set.of("preflight", "registry-init", "topics", "cassandra-init", "airflow-init", "jmx-agent");
  private static final double GIB = 1024.0 * 1024 * 1024;

  private final Compose compose;
  private final Airflow airflow;
  private final Platform platform;

  PlatformIT(Platform platform) {
    this.platform = platform;
    this.compose = platform.compose();
    this.airflow = platform.airflow();
  }

  @Test
  @Order(1) // before anything was done with it
  void up_hasEveryServiceHealthyInLittleMemory() throws IOException {
    assertEverythingIsWell();
    double memory = memory();
    Files.writeString(
        platform.artefacts().resolve("measured.txt"),
        String.format(
            Locale.ROOT, "up: %d s%nmemory: %.2f GiB%n", platform.startTime().toSeconds(), memory));
    assertThat(memory).isLessThan(6);
  }

  @Test
  @Order(2) // after a crash the first worker to be back may be given all of the job
  void spark_runsTheJobOnTwoWorkersWithASlotForEachPartition() throws IOException {
    JsonNode master = sparkMaster();

    assertThat(master.get("activeapps")).hasSize(1);
    List<Integer> used = new ArrayList<>();
    for (JsonNode worker : master.get("workers")) {
      used.add(worker.get("coresused").asInt());
    }
    assertThat(used).hasSize(2).allMatch(cores -> cores > 0);
    assertThat(used.stream().mapToInt(Integer::intValue).sum()).isGreaterThanOrEqualTo(4);
  }

  @Test
  @Order(3)
  void run_isGreenAndEveryUserIsInTheTable_whenTriggered() throws IOException {
    long before = compose.count(TABLE);
    Instant start = Instant.now();

    String run = airflow.trigger(DAG, Map.of("records", 1000));
    JsonNode ended = airflow.waitForState(DAG, run, "success", PATIENCE);
    Duration took = Duration.between(start, Instant.now());

    JsonNode receipt = airflow.result(DAG, run, "produce");
    JsonNode proof = airflow.result(DAG, run, "verify");
    assertThat(receipt.get("run_id").asText()).isEqualTo(run);
    assertThat(receipt.get("published").asLong() + receipt.get("rejected").asLong())
        .isEqualTo(1000);
    assertThat(receipt.get("source").asText()).contains("source-simulator");
    assertThat(airflow.result(DAG, run, "preflight").get("chosen").asText()).isEqualTo("simulator");
    assertThat(proof.get("verified").asBoolean()).isTrue();
    assertThat(usersSchema().get("schema").asText())
        .contains("Event of the topic users_created")
        .doesNotContain("password");
    assertThat(compose.count(TABLE) - before).isEqualTo(proof.get("rows").asLong());
    assertThat(airflow.log(DAG, run, "produce")).anyMatch(line -> line.contains(run));
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(note(run))
                    .contains("1000 records published with 1000 distinct keys")
                    .contains("verified; source http://source-simulator"));
    Files.writeString(
        platform.artefacts().resolve("measured-run.txt"),
        String.format(Locale.ROOT, "run of 1,000 users: %d s%n%s%n", took.toSeconds(), ended));
  }

  @Test
  void run_isRedAndSaysWhy_whenTheSourceIsDown() {
    String run = airflow.trigger(DAG, Map.of("source", "http://source-simulator:1/api/1.4/"));

    airflow.waitForState(DAG, run, "failed", PATIENCE);

    String why =
        "the source http://source-simulator:1/api/1.4/ does not answer (connection refused)";
    assertThat(lastLine(airflow.log(DAG, run, "preflight"))).contains(why);
    assertThat(airflow.taskState(DAG, run, "produce")).isEqualTo("upstream_failed");
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(note(run)).startsWith("preflight: " + why));
  }

  @Test
  void run_isRedAndNamesTheProfile_whenThereIsNeitherTheApiNorTheSimulator() throws Exception {
    assumeThat(isKnown("randomuser.me")).as("this machine reaches the real API").isFalse();
    compose.run("stop", "source-simulator");
    try {
      String run = airflow.trigger(DAG, Map.of("records", 10));

      airflow.waitForState(DAG, run, "failed", PATIENCE);

      assertThat(lastLine(airflow.log(DAG, run, "preflight")))
          .contains("https://randomuser.me/api/1.4/ does not answer")
          .contains("docker compose --profile offline up -d");
    } finally {
      compose.run("start", "source-simulator");
    }
  }

  @Test
  void run_isGreenWithDeadLettersCounted_whenRecordsAreBad() {
    platform.simulate("bad-record:10");
    try {
      String run = airflow.trigger(DAG, Map.of("records", 200));
      airflow.waitForState(DAG, run, "success", PATIENCE);

      JsonNode receipt = airflow.result(DAG, run, "produce");
      JsonNode proof = airflow.result(DAG, run, "verify");
      assertThat(proof.get("dead_letters").asLong()).isPositive();
      assertThat(proof.get("rows").asLong() + proof.get("dead_letters").asLong()).isEqualTo(200);
      assertThat(receipt.get("published").asLong() + receipt.get("rejected").asLong())
          .isEqualTo(200);
      List<String> letters =
          compose.cqlsh(
              "SELECT count(*) FROM spark_streams.dead_letters_by_day WHERE run_id = '%s' ALLOW FILTERING"
                  .formatted(run));
      assertThat(letters).containsExactly(proof.get("dead_letters").asText());
      assertThat(compose.run("run", "--rm", "-T", "verifier", "dead-letters", "list", "--run", run))
          .contains("users_created.rejected-");
    } finally {
      platform.simulate("");
    }
  }

  @Test
  void runs_followEachOtherWithTheSameUsers_whenTwoOfOneSeedAreTriggeredAtOnce() {
    long before = compose.count(TABLE);
    String first = airflow.trigger(DAG, Map.of("records", 100, "seed", "tributary"));
    String second = airflow.trigger(DAG, Map.of("records", 100, "seed", "tributary"));
    Set<String> together = new HashSet<>();

    await("both runs")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              String one = airflow.state(DAG, first);
              String other = airflow.state(DAG, second);
              together.add(one + " " + other);
              return one.equals("success") && other.equals("success");
            });

    assertThat(together).doesNotContain("running running", "failed success", "success failed");
    assertThat(compose.count(TABLE) - before).isEqualTo(100);
  }

  @Test
  void run_isGreen_whenCassandraIsAwayForTwentySeconds() {
    String run = airflow.trigger(DAG, Map.of("duration", "20s", "rate", 50));
    awaitProducing(run);

    compose.run("stop", "cassandra");
    await().pollDelay(Duration.ofSeconds(20)).atMost(Duration.ofSeconds(30)).until(() -> true);
    compose.run("start", "cassandra");

    airflow.waitForState(DAG, run, "success", PATIENCE);
    assertThat(airflow.result(DAG, run, "verify").get("rows").asLong()).isGreaterThan(500);
  }

  @Test
  void run_isGreen_whenAWorkerAndTheDriverAreKilled() {
    String run = airflow.trigger(DAG, Map.of("duration", "20s", "rate", 50));
    awaitProducing(run);

    String worker = compose.run("ps", "-q", "spark-worker").lines().findFirst().orElseThrow();
    compose.docker("kill", "--signal", "KILL", worker);
    compose.run("kill", "--signal", "KILL", "spark-consumer");
    compose.run("start", "spark-consumer");
    try {
      airflow.waitForState(DAG, run, "success", PATIENCE);
    } finally {
      compose.docker("start", worker);
    }
    assertThat(airflow.result(DAG, run, "verify").get("missing").asLong()).isZero();
  }

  @Test
  void task_stopsItsContainer_whenItIsKilled() {
    String run = airflow.trigger(DAG, Map.of("duration", "5m", "rate", 10));
    awaitProducing(run);

    airflow.failTask(DAG, run, "produce");

    await("the producer's container to go")
        .atMost(Duration.ofSeconds(60))
        .until(() -> containersOf(run).isEmpty());
    airflow.waitForState(DAG, run, "failed", PATIENCE);
  }

  @Test
  void spark_takesAThirdWorker_whenScaled() {
    compose.run("up", "-d", "--wait", "--no-recreate", "--scale", "spark-worker=3");
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(sparkMaster().get("aliveworkers").asInt()).isEqualTo(3));
      String run = airflow.trigger(DAG, Map.of("records", 100));
      airflow.waitForState(DAG, run, "success", PATIENCE);
    } finally {
      compose.run("scale", "--no-deps", "spark-worker=2");
    }
  }

  @Test
  @Order(4) // there are rows by now
  void reprocessing_leavesTheSameRows_andEnds() {
    long rows = compose.count(TABLE);
    assertThat(rows).isPositive();

    compose.run("run", "--rm", "-T", "spark-consumer", "--mode", "initial");

    assertThat(compose.count(TABLE)).isEqualTo(rows);
    assertThat(health("spark-consumer")).isEqualTo("healthy");
  }

  @Test
  void volumes_keepEverything_whenThePlatformGoesDownAndUpAgainWithMonitoring() throws IOException {
    long rows = compose.count(TABLE);
    JsonNode schema = usersSchema();
    compose.run("--profile", "offline", "down");
    assertThat(services()).isEmpty();

    platform.upWithMonitoring();

    assertEverythingIsWell();
    assertThat(compose.count(TABLE)).isEqualTo(rows);
    assertThat(usersSchema()).isEqualTo(schema);
    long added = runOfAHundred();
    assertThat(compose.count(TABLE)).isEqualTo(rows + added);
    await("Prometheus to have scraped all but the disks, whose exporter does not run here")
        .atMost(Duration.ofSeconds(90))
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              Map<String, Set<String>> health = healthOfJobs();
              health.remove("disks");
              assertThat(health).hasSizeGreaterThan(9);
              assertThat(health.values()).containsOnly(Set.of("up"));
            });
    assertThat(json("PROMETHEUS_PORT", "/api/v1/alerts").at("/data/alerts"))
        .allMatch(alert -> alert.at("/labels/job").asText().equals("disks"));
  }

  /** How each job's targets are that Prometheus scrapes. */
  private Map<String, Set<String>> healthOfJobs() throws IOException {
    Map<String, Set<String>> health = new TreeMap<>();
    for (JsonNode target :
        json("PROMETHEUS_PORT", "/api/v1/targets?state=active").at("/data/activeTargets")) {
      health
          .computeIfAbsent(target.get("scrapePool").asText(), job -> new TreeSet<>())
          .add(target.get("health").asText());
    }
    return health;
  }

  /** What the registry has of the bundled pipeline. */
  private JsonNode usersSchema() throws IOException {
    return json(
        "SCHEMA_REGISTRY_PORT", "/apis/ccompat/v7/subjects/users_created-value/versions/latest");
  }

  @Test
  void platform_goesOn_whenItIsStoppedAndStarted_andWhenItIsRestarted() {
    long rows = compose.count(TABLE);
    compose.run("--profile", "offline", "stop");
    compose.run("--profile", "offline", "start");
    await("everything to be healthy again")
        .atMost(PATIENCE)
        .untilAsserted(this::assertEverythingIsWell);
    assertThat(compose.count(TABLE)).isEqualTo(rows);

    // all at once, without the order of a start: each service waits for those that it needs
    compose.run("--profile", "offline", "restart");
    rows += runOfAHundred();
    assertThat(compose.count(TABLE)).isEqualTo(rows);
    assertThat(health("spark-consumer")).isEqualTo("healthy");
  }

  @Test
  void nothingIsLost_whenEverythingIsKilledInTheMiddleOfARunAndStartedAgain() {
    long rows = compose.count(TABLE);
    String run = airflow.trigger(DAG, Map.of("records", 6_000, "rate", 400));
    awaitProducing(run);
    await("the first of the run's rows").atMost(PATIENCE).until(() -> compose.count(TABLE) > rows);

    compose.run("--profile", "offline", "kill", "--signal", "KILL");
    containersOf(run).forEach(task -> compose.docker("kill", "--signal", "KILL", task));
    compose.run("--profile", "offline", "up", "-d", "--wait");

    // what was killed is tried again with the same records
    airflow.waitForState(DAG, run, "success", Duration.ofMinutes(10));
    assertThat(compose.count(TABLE) - rows)
        .isEqualTo(airflow.result(DAG, run, "verify").get("rows").asLong())
        .isEqualTo(6_000);
  }

  /** Triggers a run as soon as Airflow answers; the rows that it proved. */
  private long runOfAHundred() {
    airflow.awaitAnswer(PATIENCE);
    String run = airflow.trigger(DAG, Map.of("records", 100));
    airflow.waitForState(DAG, run, "success", PATIENCE);
    return airflow.result(DAG, run, "verify").get("rows").asLong();
  }

  private void awaitProducing(String run) {
    await("the producer to publish")
        .atMost(PATIENCE)
        .until(() -> "running".equals(airflow.taskState(DAG, run, "produce")));
    await("the producer's container").atMost(PATIENCE).until(() -> !containersOf(run).isEmpty());
  }

  private List<String> containersOf(String run) {
    return compose
        .docker("ps", "-a", "-q", "--filter", "label=io.tributary.run=" + run)
        .lines()
        .toList();
  }

  private void assertEverythingIsWell() {
    assertThat(services()).hasSizeGreaterThan(12).allSatisfy(PlatformIT::assertWell);
  }

  private static void assertWell(JsonNode service) {
    if (ONE_SHOT.contains(service.get("Service").asText())) {
      assertThat(service.get("ExitCode").asInt()).isZero();
    } else {
      assertThat(service.get("Health").asText()).isEqualTo("healthy");
    }
  }

  private String note(String run) {
    return airflow
        .get("dags/%s/dagRuns/%s".formatted(DAG, URLEncoder.encode(run, StandardCharsets.UTF_8)))
        .path("note")
        .asText("");
  }

  /** Groups of Airflow's own aside. */
  private static String lastLine(List<String> log) {
    return log.stream().filter(line -> !line.startsWith("::")).reduce("", (one, next) -> next);
  }

  private JsonNode sparkMaster() throws IOException {
    return json("SPARK_MASTER_PORT", "/json/");
  }

  private JsonNode json(String port, String path) throws IOException {
    URI page =
        URI.create(String.format(Locale.ROOT, "http://127.0.0.1:%d%s", platform.port(port), path));
    try (InputStream answer = page.toURL().openStream()) {
      return JSON.readTree(answer);
    }
  }

  private String health(String service) {
    return services().stream()
        .filter(found -> found.get("Service").asText().equals(service))
        .map(found -> found.get("Health").asText())
        .findFirst()
        .orElse("");
  }

  private List<JsonNode> services() {
    List<JsonNode> services = new ArrayList<>();
    compose
        .run("ps", "-a", "--format", "json")
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(
            line -> {
              try {
                services.add(JSON.readTree(line));
              } catch (IOException malformed) {
                throw new AssertionError(line, malformed);
              }
            });
    return services;
  }

  /** What all containers use together, in GiB. */
  private double memory() {
    List<String> arguments =
        new ArrayList<>(List.of("stats", "--no-stream", "--format", "{{.MemUsage}}"));
    compose.run("ps", "-q").lines().forEach(arguments::add);
    return compose
            .docker(arguments.toArray(String[]::new))
            .lines()
            .mapToDouble(PlatformIT::bytes)
            .sum()
        / GIB;
  }

  private static double bytes(String usage) {
    Matcher form = Pattern.compile("([0-9.]+)([KMG]?i?B).*").matcher(usage);
    assertThat(form.matches()).as(usage).isTrue();
    double amount = Double.parseDouble(form.group(1));
    return switch (form.group(2)) {
      case "GiB" -> amount * GIB;
      case "MiB" -> amount * 1024 * 1024;
      case "KiB" -> amount * 1024;
      default -> amount;
    };
  }

  private static boolean isKnown(String host) {
    try {
      return InetAddress.getByName(host) != null;
    } catch (UnknownHostException unknown) {
      return false;
    }
  }
}
