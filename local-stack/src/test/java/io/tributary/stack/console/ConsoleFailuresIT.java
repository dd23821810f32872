package io.tributary.stack.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.cql.Row;
import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.stack.FreshPipeline;
import io.tributary.stack.LocalStack;
import io.tributary.stack.Stack;
import io.tributary.stack.WithStack;
import io.tributary.stack.process.ChildProcess;
import io.tributary.stack.server.Server;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What the console says while a part of the platform is frozen or gone: each page answers in time,
 * says what is not known, and knows it again once the part is back.
 */
@WithStack
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleFailuresIT {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final int REPLAYED = 20;
  private static final String KAFKA = "Kafka";
  private static final String CASSANDRA = "Cassandra";
  private static final String CONSUMER = "the consumer";

  private final ConsolePlatform platform;
  private final LocalStack servers;
  private final ConsoleClient client;
  private final String pipeline;

  /** Whom each page needs for what it is there for. */
  private final Map<String, Set<String>> pages = new LinkedHashMap<>();

  ConsoleFailuresIT(Stack stack, FreshPipeline fresh) throws Exception {
    this.servers = stack.processes().orElseThrow();
    this.platform = ConsolePlatform.start(stack, fresh);
    this.client = new ConsoleClient(platform.console().url());
    this.pipeline = platform.pipeline().name();
  }

  @BeforeAll
  void findPages() throws Exception {
    await().atMost(LIMIT).until(() -> overview().contains("up to date"));
    String run = "/runs/" + encoded(ConsolePlatform.RUN);
    String key = someKey();
    JsonNode trace = client.json(api("/trace?key=" + key));
    String place = trace.at("/record/position").asText();
    String cursor = encoded(trace.at("/source/cursor").asText());
    String letter = client.json(api("/dead-letters")).at("/letters/0/position").asText();
    need("/", KAFKA, CASSANDRA, CONSUMER);
    need("/pipelines/" + pipeline, KAFKA, CASSANDRA, CONSUMER);
    need(page("/runs"), CASSANDRA);
    need(page(run), CASSANDRA);
    need(page("/rows"), CASSANDRA);
    need(page("/rows?key=" + key), CASSANDRA);
    need(page("/dead-letters"), CASSANDRA);
    need(page("/dead-letters/" + letter.replaceFirst("-(\\d+)@", "/$1/")), CASSANDRA);
    need(page("/schema"));
    need("/record?key=" + key, KAFKA, CASSANDRA);
    need("/record?position=" + place, KAFKA, CASSANDRA);
    need("/record?cursor=" + cursor, KAFKA, CASSANDRA);
    need("/jobs");
    need("/sign-in");
    need("/api");
    need("/metrics");
    need("/health");
    need("/api/v1/openapi.json");
    need("/api/v1/pipelines", KAFKA, CASSANDRA, CONSUMER);
    need(api(""), KAFKA, CASSANDRA, CONSUMER);
    need(api("/history"));
    need(api("/schemas"));
    need(api("/lag"), KAFKA);
    need(api("/runs"), CASSANDRA);
    need(api(run), CASSANDRA);
    need(api("/rows?key=" + key), CASSANDRA);
    need(api("/rows.csv"), CASSANDRA);
    need(api("/dead-letters"), CASSANDRA);
    need(api("/dead-letters/" + letter), CASSANDRA);
    need(api("/trace?key=" + key), KAFKA, CASSANDRA);
    need(api("/trace?position=" + place), KAFKA, CASSANDRA);
    need(api("/trace?cursor=" + cursor), KAFKA, CASSANDRA);
    assertThat(described()).as("paths of the API that are asked here").isEqualTo(asked());
    assertThatAllIsKnown();
  }

  @AfterAll
  void close() {
    platform.close();
  }

  @Test
  void everyPageSaysThatCassandraIsFrozen_andRecovers() throws Exception {
    whileFrozen(
        servers.cassandra().process(),
        () -> {
          awaitOverview(
              "1 needs attention", "stalled", "Cassandra gave no answer", "Last run not known");
          assertThatPagesSay(CASSANDRA);
        });
    awaitRecovery();
  }

  @Test
  void everyPageSaysThatKafkaIsFrozen_andRecovers() throws Exception {
    whileFrozen(
        servers.kafka().process(),
        () -> {
          awaitOverview(
              "1 needs attention",
              "stalled",
              "Kafka gave no answer",
              "Lag not known",
              "Time to catch up not known");
          assertThatPagesSay(KAFKA);
        });
    awaitRecovery();
  }

  @Test
  void everyPageSaysThatTheConsumerIsFrozen_andRecovers() throws Exception {
    whileFrozen(
        platform.consumer().process(),
        () -> {
          awaitOverview(
              "1 needs attention",
              "unknown",
              "the consumer",
              "Records per second not known",
              "Lag 0 records");
          assertThatPagesSay(CONSUMER);
        });
    awaitRecovery();
  }

  @Test
  void everyPageSaysThatCassandraIsGone_andRecovers() throws Exception {
    whileGone(
        servers.cassandra(),
        () -> {
          awaitOverview("1 needs attention", "stalled", "Cassandra at ", "Last run not known");
          assertThatPagesSay(CASSANDRA);
        });
    awaitRecovery();
  }

  @Test
  void everyPageSaysThatKafkaIsGone_andRecovers() throws Exception {
    whileGone(
        servers.kafka(),
        () -> {
          awaitOverview("1 needs attention", "stalled", "Kafka ", "Lag not known");
          assertThatPagesSay(KAFKA);
        });
    awaitRecovery();
  }

  @Test
  void everyPageSaysThatTheConsumerIsGone_andRecovers() throws Exception {
    platform.consumer().process().kill();
    try {
      awaitOverview("unknown", "does not answer", "see that spark-consumer runs", "Lag 0 records");
      assertThatPagesSay(CONSUMER);
    } finally {
      platform.consumer().process().start();
    }
    awaitRecovery();
  }

  @Test
  void replayIsDoneAgainWithoutHarm_whenTheConsoleWasKilledInTheMiddleOfIt() throws Exception {
    platform.publishLongTelephoneNumbers(REPLAYED);
    platform.takeLongTelephoneNumbers();
    platform.consumer().process().kill();
    platform.consumer().process().start();
    platform.consumer().awaitReady();
    long published = platform.published();
    try (ConsoleProcess console = platform.anotherConsole()) {
      console.start();
      console.awaitReady();
      String job;
      platform.consumer().process().pause();
      try {
        job = replay(console.client());
        await().atMost(LIMIT).until(() -> platform.published() == published + REPLAYED);
        console.process().kill();
      } finally {
        platform.consumer().process().resume();
      }
      await().atMost(LIMIT).until(() -> platform.rows() == ConsolePlatform.USERS + REPLAYED);
      console.start();
      console.awaitReady();

      ConsoleClient client = console.client();
      HttpResponse<String> gone = client.get(job);
      assertThat(gone.statusCode()).isEqualTo(404);
      assertThat(gone.body())
          .contains("it remembers the last hundred since it was started")
          .contains("A job ends with its console. Start it again: it continues with what is left.");
      assertThat(openLetters(client)).as("nothing is marked that was not seen").isEqualTo(REPLAYED);

      String again = replay(client);
      await().atMost(LIMIT).until(() -> client.page(again).contains("status done"));
      assertThat(ConsoleClient.text(client.page(again)))
          .contains(
              "%1$s letters asked, %1$s replayed, %1$s verified, 0 missing, 0 failed again"
                  .formatted(REPLAYED));
      assertThat(openLetters(client)).isZero();
    }
    assertThat(platform.published()).isEqualTo(published + 2 * REPLAYED);
    assertThat(platform.rows()).isEqualTo(ConsolePlatform.USERS + REPLAYED);
    assertThat(platform.letters()).isEqualTo(ConsolePlatform.BROKEN + REPLAYED);
  }

  private String replay(ConsoleClient client) throws Exception {
    String cookie = client.signIn();
    String csrf = ConsoleClient.csrf(client.get("/", "Cookie", cookie).body());
    HttpResponse<String> started =
        client.post(
            page("/dead-letters/replay"), "_csrf=%s&reason=CHECK_FAILED".formatted(csrf), cookie);
    assertThat(started.statusCode()).isEqualTo(303);
    return started.headers().firstValue("Location").orElseThrow();
  }

  private long openLetters(ConsoleClient client) throws Exception {
    return client.json(api("/dead-letters?reason=CHECK_FAILED")).path("open").asLong();
  }

  /** What is looked at meanwhile. */
  @FunctionalInterface
  private interface Look {
    void now() throws Exception;
  }

  private static void whileFrozen(ChildProcess process, Look look) throws Exception {
    process.pause();
    try {
      look.now();
    } finally {
      process.resume();
    }
  }

  private static void whileGone(Server server, Look look) throws Exception {
    server.process().kill();
    try {
      look.now();
    } finally {
      server.start();
      server.awaitReady();
    }
  }

  /** All at once: as many as visitors of a platform in trouble may ask. */
  private void assertThatPagesSay(String part) throws Exception {
    Map<String, HttpResponse<String>> answers = visitAll();
    answers.forEach(
        (path, answer) -> {
          assertThat(answer.statusCode()).as(path).isIn(200, 503);
          assertThat(answer.body()).as("in words: " + path).doesNotContain("Exception", "PT5S");
          if (pages.getOrDefault(path, Set.of()).contains(part)) {
            assertThat(ConsoleClient.text(answer.body()))
                .as(path)
                .containsPattern(
                    "(?i)%s.{0,80}(does not answer|gave no answer|did not answer)".formatted(part));
          } else {
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
          }
        });
  }

  /** Waits until the overview says all of it. */
  private void awaitOverview(String... words) {
    await().atMost(LIMIT).untilAsserted(() -> assertThat(overview()).contains(words));
  }

  private void awaitRecovery() {
    await().atMost(LIMIT).untilAsserted(this::assertThatAllIsKnown);
  }

  private void assertThatAllIsKnown() throws Exception {
    visitAll()
        .forEach(
            (path, answer) -> {
              assertThat(answer.statusCode()).as(path).isEqualTo(200);
              if (!pages.getOrDefault(path, Set.of()).isEmpty()) {
                assertThat(ConsoleClient.text(answer.body()))
                    .as(path)
                    .doesNotContainPattern("(?i)(gave no|not) answer|not known:|not_known");
              }
            });
    assertThat(overview()).contains("none needs attention", "up to date", "Lag 0 records");
  }

  private Map<String, HttpResponse<String>> visitAll() throws Exception {
    Map<String, CompletableFuture<HttpResponse<String>>> begun = new LinkedHashMap<>();
    pages.keySet().forEach(path -> begun.put(path, client.begin(path)));
    Map<String, HttpResponse<String>> answers = new LinkedHashMap<>();
    List<String> late = new ArrayList<>();
    for (Map.Entry<String, CompletableFuture<HttpResponse<String>>> one : begun.entrySet()) {
      try {
        answers.put(one.getKey(), one.getValue().get(LIMIT.toSeconds(), TimeUnit.SECONDS));
      } catch (java.util.concurrent.ExecutionException noAnswer) {
        late.add(one.getKey() + ": " + noAnswer.getCause());
      }
    }
    assertThat(late).as("no answer in time").isEmpty();
    return answers;
  }

  private void need(String path, String... parts) {
    pages.put(path, Set.of(parts));
  }

  /** What the API answers of pipelines; a version is of schemas, which these users do not have. */
  private Set<String> described() throws Exception {
    Set<String> paths = new TreeSet<>();
    client
        .json("/api/v1/openapi.json")
        .path("paths")
        .properties()
        .forEach(
            path -> {
              if (path.getValue().has("get")
                  && path.getKey().startsWith("/api/v1/pipelines")
                  && !path.getKey().endsWith("/{version}")) {
                paths.add(path.getKey());
              }
            });
    return paths;
  }

  private Set<String> asked() {
    Set<String> paths = new TreeSet<>();
    for (String path : pages.keySet()) {
      if (path.startsWith("/api/v1/pipelines")) {
        paths.add(
            path.replaceFirst("\\?.*", "")
                .replaceFirst("/pipelines/[^/]+", "/pipelines/{pipeline}")
                .replaceFirst("/runs/.+", "/runs/{run}")
                .replaceFirst("/dead-letters/.+", "/dead-letters/{position}"));
      }
    }
    return paths;
  }

  private String someKey() {
    Row row =
        platform
            .session()
            .execute(
                "SELECT id FROM %s LIMIT 1".formatted(platform.pipeline().mainTable().fullName()))
            .one();
    return row.getUuid(0).toString();
  }

  private String overview() throws Exception {
    return ConsoleClient.text(client.page("/"));
  }

  private String page(String path) {
    return "/pipelines/%s%s".formatted(pipeline, path);
  }

  private String api(String path) {
    return "/api/v1/pipelines/%s%s".formatted(pipeline, path);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
