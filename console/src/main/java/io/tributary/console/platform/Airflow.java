package io.tributary.console.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.runtime.command.CommandFailedException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What Airflow's API says of DAGs, runs and itself. Logs in when it has to. Safe for several
 * threads.
 */
public final class Airflow {
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;
  private static final int FIRST_ERROR = 400;

  private final URI api;
  private final URI page;
  private final String user;
  private final String password;
  private final HttpReader http = new HttpReader(Duration.ofSeconds(3));
  private final ObjectMapper json = new ObjectMapper();
  private volatile @Nullable String token;

  /**
   * @param api address of the API
   * @param page address that people's browsers reach it at
   */
  public Airflow(URI api, URI page, String user, String password) {
    this.api = api;
    this.page = page;
    this.user = user;
    this.password = password;
  }

  /** A task of a run as Airflow has it. */
  public record Task(String task, String state, int tries) {}

  /** The page of a DAG, for people's browsers. */
  public URI dagPage(String dag) {
    return page.resolve("/dags/" + encoded(dag));
  }

  /** The page of a run of a DAG. */
  public URI runPage(String dag, String run) {
    return page.resolve("/dags/%s/runs/%s".formatted(encoded(dag), encoded(run)));
  }

  /**
   * Whether a DAG is paused.
   *
   * @throws CommandFailedException when Airflow does not answer, or has no such DAG
   */
  public boolean isPaused(String dag) throws CommandFailedException {
    return get("/api/v2/dags/" + encoded(dag)).path("is_paused").asBoolean();
  }

  /**
   * When the schedule of a DAG starts the next run; nothing when it starts none, or is paused.
   *
   * @throws CommandFailedException when Airflow does not answer, or has no such DAG
   */
  public Optional<Instant> nextRun(String dag) throws CommandFailedException {
    JsonNode found = get("/api/v2/dags/" + encoded(dag));
    String next = found.path("next_dagrun_run_after").asText("");
    if (found.path("is_paused").asBoolean() || next.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(next).toInstant());
    } catch (DateTimeParseException other) {
      throw new CommandFailedException(
          "Airflow at %s says that the next run is at '%s'".formatted(api, next), other);
    }
  }

  /**
   * The tasks of a run, and how often each was tried.
   *
   * @throws CommandFailedException when Airflow does not answer, or has no such run
   */
  public List<Task> tasks(String dag, String run) throws CommandFailedException {
    List<Task> tasks = new ArrayList<>();
    for (JsonNode task :
        get("/api/v2/dags/%s/dagRuns/%s/taskInstances".formatted(encoded(dag), encoded(run)))
            .path("task_instances")) {
      tasks.add(
          new Task(
              task.path("task_id").asText(),
              task.path("state").asText("none"),
              task.path("try_number").asInt()));
    }
    return tasks;
  }

  /**
   * The state of each of Airflow's components: {@code healthy}, or another word of Airflow's.
   *
   * @throws CommandFailedException when Airflow does not answer
   */
  public Map<String, String> components() throws CommandFailedException {
    Map<String, String> components = new TreeMap<>();
    get("/api/v2/monitor/health")
        .properties()
        .forEach(
            part -> components.put(part.getKey(), part.getValue().path("status").asText("none")));
    return components;
  }

  private JsonNode get(String path) throws CommandFailedException {
    try {
      @Nullable String known = token;
      HttpReader.Reply reply = ask(path, known == null ? login() : known);
      if (reply.status() == UNAUTHORIZED && known != null) {
        reply = ask(path, login());
      }
      if (reply.status() == NOT_FOUND) {
        throw new CommandFailedException("Airflow at %s does not have it".formatted(api));
      }
      if (reply.status() >= FIRST_ERROR) {
        throw new CommandFailedException(
            "Airflow at %s answered with status %s".formatted(api, reply.status()));
      }
      return json.readTree(reply.body());
    } catch (IOException silent) {
      throw new CommandFailedException(
          "Airflow at %s does not answer (%s)".formatted(api, silent.getMessage()), silent);
    }
  }

  private HttpReader.Reply ask(String path, String bearer) throws IOException {
    return http.ask(api.resolve(path), Map.of("Authorization", "Bearer " + bearer), null);
  }

  private String login() throws IOException, CommandFailedException {
    HttpReader.Reply reply =
        http.ask(
            api.resolve("/auth/token"),
            Map.of(),
            json.writeValueAsString(Map.of("username", user, "password", password)));
    String granted = json.readTree(reply.body()).path("access_token").asText();
    if (reply.status() >= FIRST_ERROR || granted.isEmpty()) {
      throw new CommandFailedException(
          "Airflow at %s rejected user '%s' (status %s): check AIRFLOW_USER and AIRFLOW_PASSWORD"
              .formatted(api, user, reply.status()));
    }
    token = granted;
    return granted;
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
