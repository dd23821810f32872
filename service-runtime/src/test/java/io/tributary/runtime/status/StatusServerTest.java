package io.tributary.runtime.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusServerTest {
  private volatile Supplier<Readiness> readiness = Readiness::yes;
  private final Map<String, Readiness> pipelines = new ConcurrentHashMap<>();
  private final PrometheusMeterRegistry metrics = ProcessMetrics.registry();
  private final StatusServer server =
      new StatusServer(
          "127.0.0.1",
          0,
          new ReadinessJudge() {
            @Override
            public Readiness now() {
              return readiness.get();
            }

            @Override
            public Optional<Readiness> of(String pipeline) {
              return Optional.ofNullable(pipelines.get(pipeline));
            }
          },
          metrics);
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void health_is200() throws Exception {
    HttpResponse<String> answer = get("health");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"healthy\":true}\n");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
  }

  @Test
  void ready_is200WithTheDetail_whenReady() throws Exception {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("query", "users \"main\"");
    detail.put("lag", 12L);
    detail.put("rate", 1.5);
    detail.put("paused", false);
    readiness = () -> new Readiness(true, detail);
    HttpResponse<String> answer = get("ready");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "{\"ready\":true,\"query\":\"users"
                + " \\\"main\\\"\",\"lag\":12,\"rate\":1.5,\"paused\":false}\n");
  }

  @Test
  void ready_is503WithTheReason_whenNotReady() throws Exception {
    readiness = () -> Readiness.no("no batch yet");
    HttpResponse<String> answer = get("ready");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("{\"ready\":false,\"reason\":\"no batch yet\"}\n");
  }

  @Test
  void ready_isOfOnePipeline_whenItIsAskedFor() throws Exception {
    readiness = () -> Readiness.no("orders cannot continue");
    pipelines.put("users", Readiness.yes());
    pipelines.put("orders", Readiness.no("offsets are lost"));
    assertThat(get("ready").statusCode()).isEqualTo(503);
    assertThat(get("ready?pipeline=users").statusCode()).isEqualTo(200);
    assertThat(get("ready?pipeline=orders").statusCode()).isEqualTo(503);
    assertThat(get("ready?pipeline=parcels").statusCode()).isEqualTo(404);
  }

  @Test
  void ready_is503_whenTheJudgeFails() throws Exception {
    readiness =
        () -> {
          throw new IllegalStateException("boom");
        };
    HttpResponse<String> answer = get("ready");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("\"ready\":false", "boom");
  }

  @Test
  void metrics_showsWhatIsCountedAndTheJvm() throws Exception {
    metrics.counter("records", "pipeline", "users").increment(3);
    HttpResponse<String> answer = get("metrics");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
    assertThat(answer.body())
        .contains("records_total{pipeline=\"users\"} 3.0", "jvm_memory_used_bytes");
  }

  @Test
  void anythingElse_is404() throws Exception {
    assertThat(get("healthy").statusCode()).isEqualTo(404);
  }

  @Test
  void post_is405() throws Exception {
    HttpRequest post =
        HttpRequest.newBuilder(server.url().resolve("health"))
            .POST(HttpRequest.BodyPublishers.ofString("x"))
            .build();
    assertThat(client.send(post, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(405);
  }

  @Test
  void head_hasNoBody() throws Exception {
    HttpRequest head =
        HttpRequest.newBuilder(server.url().resolve("health"))
            .method("HEAD", HttpRequest.BodyPublishers.noBody())
            .build();
    HttpResponse<String> answer = client.send(head, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void ready_isAnsweredByFewThreads_whenManyRequestsAreNeverFinished() throws Exception {
    List<Socket> halfOpen = new ArrayList<>();
    try {
      for (int i = 0; i < 2_000; i++) {
        halfOpen.add(beginRequest());
      }
      // the most that have been seen: the server may still be taking the connections
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .until(
              () -> {
                assertThat(statusThreads()).isLessThanOrEqualTo(40);
                return get("ready").statusCode() == 200;
              });
      assertThat(statusThreads()).isLessThanOrEqualTo(40);
    } finally {
      for (Socket socket : halfOpen) {
        socket.close();
      }
    }
  }

  /** A request whose head goes on and on. */
  private Socket beginRequest() throws IOException {
    Socket socket = new Socket(server.url().getHost(), server.url().getPort());
    try {
      socket
          .getOutputStream()
          .write("GET /ready HTTP/1.1\r\nHost: a\r\nX-".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException refused) {
      // closed at once, as it should be when there are too many
    }
    return socket;
  }

  private static long statusThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("status"))
        .count();
  }

  @Test
  void start_saysWhatToDo_whenThePortIsTaken() {
    StatusServer second =
        new StatusServer("127.0.0.1", server.url().getPort(), Readiness::yes, metrics);
    assertThatIOException()
        .isThrownBy(second::start)
        .withMessageContaining("127.0.0.1:" + server.url().getPort())
        .withMessageContaining("STATUS_PORT");
    second.close();
  }

  @Test
  void close_freesThePortAndMayBeCalledAgain() {
    HttpRequest health = HttpRequest.newBuilder(server.url().resolve("health")).build();
    server.close();
    server.close();
    assertThatIOException()
        .isThrownBy(() -> client.send(health, HttpResponse.BodyHandlers.ofString()))
        .isInstanceOf(ConnectException.class);
    assertThatIllegalStateException().isThrownBy(server::url);
  }

  private HttpResponse<String> get(String page) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(server.url().resolve(page)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
