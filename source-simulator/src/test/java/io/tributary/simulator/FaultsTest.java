package io.tributary.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.simulator.fault.Fault;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong on purpose. Only Finns are asked for: no test waits until all are drawn. */
class FaultsTest {
  private static final String TEN = "?seed=a&nat=fi&results=10";

  private final List<SimulatorServer> started = new ArrayList<>();

  @AfterEach
  void stop() {
    started.forEach(SimulatorServer::close);
  }

  @ParameterizedTest
  @CsvSource({
    "TOO_MANY_REQUESTS, 429",
    "SERVER_ERROR, 500",
    "BAD_GATEWAY, 502",
    "UNAVAILABLE, 503",
    "GATEWAY_TIMEOUT, 504",
    "ERROR_BODY, 200"
  })
  void fault_isAnErrorInJson(Fault fault, int status) throws Exception {
    HttpResponse<String> answer = client(fault, 1).get(TEN);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
    JsonNode body = Client.JSON.readTree(answer.body());
    assertThat(body).hasSize(1);
    assertThat(body.get("error").asText())
        .startsWith(
            status == 429 ? "Whoa, ease up there cowboy." : "Uh oh, something has gone wrong");
  }

  @Test
  void fault429_saysWhenToComeBack_whenTold() throws Exception {
    Client client =
        client(SimulatorConfig.defaults().withRetryAfter().withFault(Fault.TOO_MANY_REQUESTS, 1));
    assertThat(client.get(TEN).headers().firstValue("Retry-After")).hasValue("1");
  }

  @Test
  void timeout_neverAnswers() throws Exception {
    Client client = client(Fault.TIMEOUT, 1);
    assertThatExceptionOfType(HttpTimeoutException.class)
        .isThrownBy(() -> client.get(TEN, Duration.ofMillis(300)));
  }

  @Test
  void timeout_closesTheConnection_inTheEnd() throws Exception {
    Client client =
        client(
            SimulatorConfig.defaults().withHang(Duration.ofMillis(50)).withFault(Fault.TIMEOUT, 1));
    assertThatIOException().isThrownBy(() -> client.get(TEN));
  }

  @Test
  void empty_hasNoUsersButTheInfo() throws Exception {
    JsonNode answer = client(Fault.EMPTY, 1).json(TEN);
    assertThat(answer.get("results")).isEmpty();
    assertThat(answer.at("/info/results").asInt()).isEqualTo(10);
  }

  @Test
  void short_hasHalfOfTheUsers() throws Exception {
    Client faulty = client(Fault.SHORT, 1);
    assertThat(faulty.users(TEN)).hasSize(5).isEqualTo(sound().users(TEN).subList(0, 5));
    assertThat(faulty.users("?results=1")).isEmpty();
  }

  @Test
  void truncated_endsInTheMiddleOfTheJson() throws Exception {
    HttpResponse<String> answer = client(Fault.TRUNCATED, 1).get(TEN);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(sound().get(TEN).body()).startsWith(answer.body()).isNotEqualTo(answer.body());
    assertThatExceptionOfType(JsonProcessingException.class)
        .isThrownBy(() -> Client.JSON.readTree(answer.body()));
  }

  @Test
  void disconnect_breaksTheAnswerOff() throws Exception {
    Client client = client(Fault.DISCONNECT, 1);
    assertThatIOException().isThrownBy(() -> client.get(TEN));
  }

  @Test
  void notJson_isAWebPage() throws Exception {
    HttpResponse<String> answer = client(Fault.NOT_JSON, 1).get(TEN);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(answer.body()).startsWith("<!DOCTYPE html>");
  }

  @Test
  void badRecord_isEveryNthRecordOfAPage_inFourKinds() throws Exception {
    Client client = client(Fault.BAD_RECORD, 3);
    String page = "?seed=a&nat=fi&results=14";
    List<JsonNode> flawed = client.users(page);
    List<JsonNode> sound = sound().users(page);
    assertThat(flawed).hasSize(14);
    List<Integer> different = new ArrayList<>();
    for (int i = 0; i < 14; i++) {
      if (!flawed.get(i).equals(sound.get(i))) {
        different.add(i);
      }
    }
    assertThat(different).containsExactly(2, 5, 8, 11);
    assertThat(flawed.get(2).has("login")).isFalse();
    assertThat(flawed.get(5).at("/name/first").isNull()).isTrue();
    assertThat(flawed.get(8).at("/dob/date").asText()).isEqualTo("the day before yesterday");
    assertThat(flawed.get(11).at("/login/uuid").asText()).startsWith("not-a-uuid-");
    assertThat(client.users(page)).as("fetched again").isEqualTo(flawed);
    assertThat(client.users(TEN)).as("the first ten").isEqualTo(flawed.subList(0, 10));
  }

  @Test
  void faults_comeAtTheirRequests_theFirstGivenBeforeTheOthers() throws Exception {
    SimulatorConfig config =
        SimulatorConfig.defaults()
            .withFault(Fault.TOO_MANY_REQUESTS, 3)
            .withFault(Fault.SERVER_ERROR, 2);
    SimulatorServer server = start(config);
    Client client = new Client(server.url());
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      client.get("/health");
      statuses.add(client.get(TEN).statusCode());
    }
    assertThat(statuses).containsExactly(200, 500, 429, 500, 200, 429, 200, 500);
    assertThat(server.served())
        .isEqualTo(
            new Served(
                8, 3, 30, 0, 0, Map.of(Fault.TOO_MANY_REQUESTS, 2L, Fault.SERVER_ERROR, 3L)));
  }

  @Test
  void served_countsRecordsOfWholeAnswersOnly() throws Exception {
    SimulatorServer server =
        start(
            SimulatorConfig.defaults()
                .withFault(Fault.BAD_RECORD, 4)
                .withFault(Fault.TRUNCATED, 2)
                .withFault(Fault.SHORT, 3));
    Client client = new Client(server.url());
    for (int i = 0; i < 3; i++) {
      client.get(TEN);
    }
    assertThat(server.served())
        .isEqualTo(new Served(3, 2, 15, 3, 0, Map.of(Fault.TRUNCATED, 1L, Fault.SHORT, 1L)));
  }

  @Test
  void latency_isBeforeEachAnswer() throws Exception {
    Client client = client(SimulatorConfig.defaults().withLatency(Duration.ofMillis(200)));
    long began = System.nanoTime();
    client.get("/health");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(199));
  }

  private Client sound() throws IOException {
    return client(SimulatorConfig.defaults());
  }

  private Client client(Fault fault, int every) throws IOException {
    return client(SimulatorConfig.defaults().withFault(fault, every));
  }

  private Client client(SimulatorConfig config) throws IOException {
    return new Client(start(config).url());
  }

  private SimulatorServer start(SimulatorConfig config) throws IOException {
    SimulatorServer server = new SimulatorServer(config);
    started.add(server);
    server.start();
    return server;
  }
}
