package io.tributary.producer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.run.RunUuid;
import io.tributary.runtime.command.Command;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a run as a command tells of itself; its Kafka is away, so it fails. */
@Timeout(60)
class RunTelemetryTest {
  private static final String DEFINITION =
      """
      name: parcels
      source: {url: "http://127.0.0.1:1/api", records: /rows, paging: {type: none}}
      event:
        key: id
        fields:
          - {name: id, type: text, from: /id, required: true}
          - {name: sender, type: text, from: /sender, required: true}
      topic: {name: parcels}
      table: {keyspace: depot, name: parcels, key: [id]}
      """;

  @StartStop private final MockWebServer receiver = new MockWebServer();
  @TempDir private Path folder;
  private String said = "";
  private List<String> complained = List.of();

  @BeforeEach
  void writeDefinition() throws Exception {
    Files.writeString(folder.resolve("parcels.yaml"), DEFINITION);
  }

  @Test
  void run_isASpanOfItsTrace_withItsFailure() throws Exception {
    receiver.enqueue(new MockResponse.Builder().build());

    int exitCode = execute(exporting());

    assertThat(exitCode).as("%s", complained).isEqualTo(Command.FAILED);
    RecordedRequest request = receiver.takeRequest();
    assertThat(request.getTarget()).isEqualTo("/v1/traces");
    String body = Objects.requireNonNull(request.getBody()).string(ISO_8859_1);
    String traceId = RunUuid.of("parcels", "r9").toString().replace("-", "");
    assertThat(body)
        .contains(new String(HexFormat.of().parseHex(traceId), ISO_8859_1))
        .contains("produce", "producer-service", "run r9 published nothing", "process.exit.code")
        .contains("tributary.records.published", "tributary.run_id", "http://127.0.0.1:1/api");
  }

  @Test
  void run_endsTheSame_whenTheReceiverRefuses() throws Exception {
    receiver.enqueue(new MockResponse.Builder().code(500).build());
    execute(Map.of("RECORD_RUNS", "false"));
    String receipt = timeless(said);
    String reason = complained.get(complained.size() - 1);

    int exitCode = execute(exporting());

    assertThat(exitCode).as("%s", complained).isEqualTo(Command.FAILED);
    assertThat(timeless(said)).isEqualTo(receipt);
    assertThat(complained).last().isEqualTo(reason);
    assertThat(complained).filteredOn(line -> line.contains("not exported")).hasSize(1);
  }

  private Map<String, String> exporting() {
    return Map.of(
        "OTEL_EXPORTER_OTLP_ENDPOINT", receiver.url("/").toString(), "RECORD_RUNS", "false");
  }

  @Test
  void run_tellsItsLineage_withItsFailure() throws Exception {
    Path file = folder.resolve("lineage.ndjson");

    execute(Map.of("OPENLINEAGE_FILE", file.toString(), "RECORD_RUNS", "false"));

    List<String> events = Files.readAllLines(file);
    assertThat(events).hasSize(2);
    assertThat(events.get(0)).contains("START", RunUuid.of("parcels", "r9", "produce").toString());
    assertThat(events.get(1))
        .contains("FAIL", "run r9 published nothing", "parcels.produce", "kafka://127.0.0.1:1");
  }

  @Test
  void run_endsTheSame_whenNobodyTakesItsLineage() {
    execute(Map.of("RECORD_RUNS", "false"));
    String receipt = timeless(said);
    String reason = complained.get(complained.size() - 1);

    int exitCode = execute(Map.of("OPENLINEAGE_URL", "http://127.0.0.1:1", "RECORD_RUNS", "false"));

    assertThat(exitCode).isEqualTo(Command.FAILED);
    assertThat(timeless(said)).isEqualTo(receipt);
    assertThat(complained).last().isEqualTo(reason);
    assertThat(complained).filteredOn(line -> line.contains("lineage is not sent")).hasSize(1);
  }

  @Test
  void run_doesWithoutCassandra_whenNobodyWantsItsLineage() {
    execute(Map.of("RECORD_RUNS", "false"));
    String reason = complained.get(complained.size() - 1);

    int exitCode =
        execute(
            Map.of(
                "RECORD_RUNS", "false",
                "CASSANDRA_SECURE_CONNECT_BUNDLE", "/no/such/bundle.zip"));

    assertThat(exitCode).as("%s", complained).isEqualTo(Command.FAILED);
    assertThat(complained).last().isEqualTo(reason);
  }

  private static String timeless(String receipt) {
    return receipt.replaceAll("\"(started|ended|seconds)\":[^,}]*", "");
  }

  private int execute(Map<String, String> environment) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    ByteArrayOutputStream logged = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(printed, true, UTF_8));
      System.setErr(new PrintStream(logged, true, UTF_8));
      return Command.execute(
          new ProducerService(),
          environment,
          "run",
          "--pipeline",
          folder.resolve("parcels.yaml").toString(),
          "--kafka",
          "127.0.0.1:1",
          "--give-up-after",
          "100ms",
          "--records",
          "all",
          "--run-id",
          "r9");
    } finally {
      System.setOut(out);
      System.setErr(err);
      said = printed.toString(UTF_8);
      complained = logged.toString(UTF_8).lines().toList();
    }
  }
}
