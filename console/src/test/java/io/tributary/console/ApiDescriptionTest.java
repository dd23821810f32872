package io.tributary.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.runtime.cassandra.CassandraConnection;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.runtime.registry.RegistryConnection;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ApiDescriptionTest {
  private static final String NOWHERE = "127.0.0.1:9";
  private static final int PER_SECOND = 20;

  private static Console console;

  @BeforeAll
  static void serve() throws Exception {
    console = console(0);
  }

  private static Console console(int requestsPerSecond) throws Exception {
    Console started =
        new Console(
            new ConsoleSettings(
                "127.0.0.1",
                0,
                Optional.of("a viewer's password"),
                Optional.empty(),
                requestsPerSecond,
                URI.create("http://" + NOWHERE),
                Optional.empty()),
            Path.of("../pipelines"),
            KafkaConnection.at(NOWHERE),
            CassandraConnection.of(List.of(NOWHERE), "datacenter1", "", ""),
            RegistryConnection.beside(Path.of("../pipelines")));
    started.start();
    return started;
  }

  @AfterAll
  static void stop() {
    console.close();
  }

  @Test
  void description_hasEachRequestThatIsAnswered_andNoOther() throws Exception {
    Set<String> described = new TreeSet<>();
    description()
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));

    assertThat(described)
        .isEqualTo(
            console.answered().stream()
                .filter(route -> route.contains(" /api/v1/") && !route.startsWith("BEFORE"))
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void description_hasAllThatItNames() throws Exception {
    JsonNode description = description();

    for (JsonNode reference : description.findValues("$ref")) {
      assertThat(description.at(reference.asText().substring(1)).isMissingNode())
          .as(reference.asText())
          .isFalse();
    }
  }

  @Test
  void page_tellsEachRequest_withItsParametersAndAnswers() throws Exception {
    String page = get("/api").body();

    description()
        .path("paths")
        .fieldNames()
        .forEachRemaining(path -> assertThat(page).contains(" %s</code>".formatted(path)));
    assertThat(page)
        .contains("integer from 1 to 500, 50 if left out", "If-None-Match", "problem details");
  }

  @Test
  void request_isRefusedWithAChallenge_whenItHasNoToken() throws Exception {
    HttpResponse<String> answer =
        send(HttpRequest.newBuilder(console.url().resolve("/api/v1/pipelines")));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .contains("Bearer realm=\"Tributary\"");
  }

  @Test
  void request_isRefused_whenItIsOneOfTooMany() throws Exception {
    try (Console limited = console(PER_SECOND)) {
      HttpRequest.Builder request = request(limited, "/api/v1/pipelines");
      HttpResponse<String> answer = send(request);
      for (int i = 0; i < 100 * PER_SECOND && answer.statusCode() == 200; i++) {
        assertThat(answer.headers().firstValue("RateLimit").orElseThrow())
            .matches("\"api\";r=\\d+;t=[01]");
        answer = send(request);
      }

      assertThat(answer.statusCode()).isEqualTo(429);
      assertThat(answer.headers().firstValue("Retry-After")).contains("1");
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
      assertThat(answer.body()).contains("CONSOLE_REQUESTS_PER_SECOND");
      assertThat(send(request(limited, "/")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void request_isRefusedWithWhatIsAllowed_whenItIsOfAnotherMethod() throws Exception {
    HttpResponse<String> answer =
        send(request("/api/v1/pipelines/users").POST(HttpRequest.BodyPublishers.ofString("{}")));

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow").orElseThrow()).contains("GET");
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.body())
        .containsPattern("/api/v1/pipelines/users takes [A-Z, ]*GET.*, not POST.");
  }

  @Test
  void request_isLedToTheReference_whenThereIsNoSuchThing() throws Exception {
    HttpResponse<String> answer = get("/api/v1");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("There is no /api/v1 here: /api lists what there is.");
  }

  @Test
  void request_isToldTheLimit_whenItIsTooLarge() throws Exception {
    HttpResponse<String> answer =
        send(
            request("/sign-in")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("name=" + "x".repeat(65 << 10))));

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("more than 64 KiB");
  }

  private static JsonNode description() throws IOException {
    return new ObjectMapper()
        .readTree(ApiDescriptionTest.class.getResourceAsStream("/api/openapi.json"));
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  private static HttpRequest.Builder request(String path) {
    return request(console, path);
  }

  private static HttpRequest.Builder request(Console of, String path) {
    return HttpRequest.newBuilder(of.url().resolve(path))
        .header("Authorization", "Bearer a viewer's password");
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
