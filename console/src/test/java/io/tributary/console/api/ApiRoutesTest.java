package io.tributary.console.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.console.Console;
import io.tributary.console.ConsoleSettings;
import io.tributary.runtime.cassandra.CassandraConnection;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.runtime.registry.RegistryConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API of a console that reaches neither Kafka nor Cassandra nor the consumer. */
class ApiRoutesTest {
  private static final Path PIPELINES = Path.of("../pipelines");
  private static final String NOWHERE = "127.0.0.1:9";

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static Console console;

  @BeforeAll
  static void serve() throws Exception {
    console =
        new Console(
            new ConsoleSettings(
                "127.0.0.1",
                0,
                Optional.empty(),
                Optional.empty(),
                0,
                URI.create("http://" + NOWHERE),
                Optional.empty()),
            PIPELINES,
            KafkaConnection.at(NOWHERE),
            CassandraConnection.of(List.of(NOWHERE), "datacenter1", "", ""),
            RegistryConnection.beside(PIPELINES));
    console.start();
  }

  @AfterAll
  static void stop() {
    console.close();
  }

  @Test
  void pipelines_sayWhatIsNotKnownAndWhy() throws Exception {
    JsonNode pipelines = JSON.readTree(get("pipelines").body()).path("pipelines");

    assertThat(pipelines).hasSize(2);
    for (JsonNode pipeline : pipelines) {
      assertThat(pipeline.path("state").asText()).isEqualTo("unknown");
      assertThat(pipeline.path("trouble").asBoolean()).isTrue();
      assertThat(pipeline.has("lag")).isFalse();
      assertThat(pipeline.path("not_known").path("lag").asText()).isNotEmpty();
      assertThat(pipeline.path("not_known").path("last_run").asText()).isNotEmpty();
    }
  }

  @Test
  void pipeline_tellsItsTopicAndTables() throws Exception {
    JsonNode users = JSON.readTree(get("pipelines/users").body());

    assertThat(users.path("topic").path("name").asText()).isEqualTo("users_created");
    assertThat(users.path("topic").path("rejected").asText()).isEqualTo("users_created.rejected");
    JsonNode table = users.path("tables").path(0);
    assertThat(table.path("partition_key").toString()).isEqualTo("[\"id\"]");
    assertThat(table.path("columns").path(0).toString())
        .isEqualTo("{\"name\":\"id\",\"type\":\"uuid\"}");
  }

  @Test
  void history_isEmpty_whileTheConsumerSaysNothing() throws Exception {
    assertThat(get("pipelines/users/history").body()).isEqualTo("{\"points\":[]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
"""
        pipelines/nobody | 404 | There is no pipeline of that name
        pipelines/nobody/history | 404 | There is no pipeline of that name
        pipelines/nobody/lag | 404 | There is no pipeline of that name
        pipelines/nobody/runs | 404 | There is no pipeline of that name
        pipelines/nobody/runs/x | 404 | There is no pipeline of that name
        pipelines?limit=1 | 400 | There is no parameter 'limit': this takes none
        pipelines/users/runs?limit=501 | 400 | limit is '501', expected a whole number from 1 to 500
        pipelines/users/runs?months=0 | 400 | months is '0', expected a whole number from 1 to 24
        pipelines/users/runs?cursor=x | 400 | cursor is 'x', expected the cursor of the page before
        pipelines/users/runs | 503 | Cassandra
        pipelines/users/runs/x | 503 | Cassandra
""")
  void request_isAnsweredWithAProblem(String path, int status, String detail) throws Exception {
    HttpResponse<String> answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    JsonNode problem = JSON.readTree(answer.body());
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("detail").asText()).contains(detail);
  }

  @Test
  void lag_isNotKnown_whileKafkaIsAway() throws Exception {
    HttpResponse<String> answer = get("pipelines/users/lag");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(JSON.readTree(answer.body()).path("detail").asText()).contains("Kafka");
  }

  @Test
  void answer_isNotSentAgain_toWhoHasIt() throws Exception {
    String tag = get("pipelines/users/history").headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> answer = get("pipelines/users/history", "If-None-Match", "\"x\", " + tag);

    assertThat(answer.statusCode()).isEqualTo(304);
    assertThat(answer.body()).isEmpty();
    assertThat(get("pipelines/users/history", "If-None-Match", "\"x\"").statusCode())
        .isEqualTo(200);
  }

  private static HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(console.url().resolve("/api/v1/" + path));
    return HTTP.send(
        (headers.length == 0 ? request : request.headers(headers)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
