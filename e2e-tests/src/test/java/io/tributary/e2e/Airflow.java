package io.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Airflow's REST API, as its page uses it. */
final class Airflow {
  static final String USER = "airflow";
  static final String PASSWORD = "airflow";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;

  Airflow(int port) {
    // the name that the compose file gives as Airflow's own address: its pages lead there
    this.base = URI.create("http://localhost:" + port);
  }

  URI page(String path) {
    return base.resolve(path);
  }

  /** Waits until the API answers, as it does not just after a start. */
  void awaitAnswer(Duration patience) {
    await("Airflow to answer")
        .atMost(patience)
        .ignoreExceptions()
        .until(() -> get("monitor/health").has("scheduler"));
  }

  /** Starts a run with the parameters of the trigger form. */
  String trigger(String dag, Map<String, ?> parameters) {
    ObjectNode body = JSON.createObjectNode();
    body.putNull("logical_date");
    body.set("conf", JSON.valueToTree(parameters));
    return call("POST", "dags/%s/dagRuns".formatted(dag), body).get("dag_run_id").asText();
  }

  /** Waits until there is a run of that name. */
  void awaitRun(String dag, String run) {
    await("run " + run)
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptionsMatching(missing -> String.valueOf(missing.getMessage()).contains("404"))
        .until(() -> !state(dag, run).isEmpty());
  }

  /** Waits until the run has ended, and returns it: {@code state}, {@code note}, times. */
  JsonNode waitFor(String dag, String run, Duration patience) {
    return await("run " + run)
        .atMost(patience)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> get("dags/%s/dagRuns/%s".formatted(dag, encoded(run))),
            found -> Set.of("success", "failed").contains(found.get("state").asText()));
  }

  /** Waits for a run's end, and shows its tasks' logs when it did not end as it should. */
  JsonNode waitForState(String dag, String run, String state, Duration patience) {
    JsonNode ended = waitFor(dag, run, patience);
    assertThat(ended.get("state").asText())
        .as(() -> "state of %s%n%s".formatted(ended, logs(dag, run)))
        .isEqualTo(state);
    return ended;
  }

  String state(String dag, String run) {
    return get("dags/%s/dagRuns/%s".formatted(dag, encoded(run))).get("state").asText();
  }

  String taskState(String dag, String run, String task) {
    return get("dags/%s/dagRuns/%s/taskInstances/%s".formatted(dag, encoded(run), task))
        .path("state")
        .asText();
  }

  /** Marks a task as failed, as the page's button does. */
  void failTask(String dag, String run, String task) {
    ObjectNode body = JSON.createObjectNode().put("new_state", "failed");
    call("PATCH", "dags/%s/dagRuns/%s/taskInstances/%s".formatted(dag, encoded(run), task), body);
  }

  /** What a task left for the tasks after it, and for people. */
  JsonNode result(String dag, String run, String task) {
    return get("dags/%s/dagRuns/%s/taskInstances/%s/xcomEntries/return_value"
            .formatted(dag, encoded(run), task))
        .get("value");
  }

  /** The lines of a task's last try. */
  List<String> log(String dag, String run, String task) {
    String way = "dags/%s/dagRuns/%s/taskInstances/%s".formatted(dag, encoded(run), task);
    int tries = Math.max(1, get(way).path("try_number").asInt(1));
    List<String> lines = new ArrayList<>();
    for (JsonNode entry : get(way + "/logs/" + tries + "?full_content=true").path("content")) {
      String line = entry.isTextual() ? entry.asText() : entry.path("event").asText();
      for (JsonNode error : entry.path("error_detail")) {
        line += " | " + error.path("exc_value").asText();
      }
      lines.add(line);
    }
    return lines;
  }

  JsonNode get(String path) {
    return call("GET", path, null);
  }

  private String logs(String dag, String run) {
    StringBuilder all = new StringBuilder();
    for (String task : List.of("preflight", "produce", "verify")) {
      if (!Set.of("null", "upstream_failed").contains(taskState(dag, run, task))) {
        all.append(task).append(":\n");
        log(dag, run, task).forEach(line -> all.append("  ").append(line).append('\n'));
      }
    }
    return all.toString();
  }

  private JsonNode call(String method, String path, @Nullable JsonNode body) {
    JsonNode login = JSON.createObjectNode().put("username", USER).put("password", PASSWORD);
    String token = send("POST", "/auth/token", login, Map.of()).get("access_token").asText();
    return send(method, "/api/v2/" + path, body, Map.of("Authorization", "Bearer " + token));
  }

  private JsonNode send(
      String method, String path, @Nullable JsonNode body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
    headers.forEach(request::header);
    try {
      HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT, "%s %s: %d %s", method, path, answer.statusCode(), answer.body()));
      }
      return JSON.readTree(answer.body());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
