package io.tributary.stack.verifier;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.tributary.model.receipt.ReceiptJson;
import io.tributary.model.run.RunUuid;
import io.tributary.producer.ProducerService;
import io.tributary.runtime.command.Command;
import io.tributary.stack.FreshPipeline;
import io.tributary.stack.Stack;
import io.tributary.stack.WithStack;
import io.tributary.stack.verifier.HandCarrier.Published;
import io.tributary.verifier.RunVerifier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the steps of one run tell: to a receiver of traces, and to one of lineage. */
@WithStack
class RunTelemetryIT {
  private final Stack stack;
  private final FreshPipeline fresh;
  private final HandCarrier carrier;
  private final List<String> traces = new CopyOnWriteArrayList<>();
  private final List<String> lineage = new CopyOnWriteArrayList<>();
  private HttpServer receiver;

  RunTelemetryIT(Stack stack, FreshPipeline fresh) throws Exception {
    this.stack = stack;
    this.fresh = fresh;
    this.carrier = new HandCarrier(stack, fresh);
  }

  /** Answers as a source too, which has no users: the producer's step fails. */
  @BeforeEach
  void startReceiver() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receive("/v1/traces", traces);
    receive("/api/v1/lineage", lineage);
    receive("/", new ArrayList<>());
    receiver.start();
  }

  private void receive(String path, List<String> bodies) {
    receiver.createContext(
        path,
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
  }

  @AfterEach
  void stop() {
    receiver.stop(0);
    carrier.close();
  }

  private String url() {
    return "http://127.0.0.1:" + receiver.getAddress().getPort();
  }

  @Test
  void steps_ofARun_joinInOneTrace_andOneParentOfLineage() throws Exception {
    List<Published> records = carrier.publish("run", 5, System.currentTimeMillis());
    carrier.land(records);
    Path receipt =
        Files.writeString(
            fresh.folder().resolve("receipt"), ReceiptJson.write(carrier.receipt("run", records)));

    assertThat(execute(new RunVerifier(), "preflight", "--run-id", "run", "--source", url()))
        .isZero();
    assertThat(
            execute(
                new ProducerService(),
                "run",
                "--run-id",
                "run",
                "--records",
                "5",
                "--source",
                url(),
                "--give-up-after",
                "100ms"))
        .isEqualTo(Command.FAILED);
    assertThat(execute(new RunVerifier(), "verify", "--receipt", receipt.toString())).isZero();

    String trace = RunUuid.of(fresh.name(), "run").toString().replace("-", "");
    assertThat(traces)
        .hasSize(3)
        .allMatch(spans -> spans.contains(new String(HexFormat.of().parseHex(trace), ISO_8859_1)));
    assertThat(traces.get(0)).contains("preflight", "ask the source", "wait for the platform");
    assertThat(traces.get(1)).contains("produce", "run run published nothing");
    assertThat(traces.get(2)).contains("land", "verify", "look up", "tributary.records.rows");

    List<JsonNode> events = new ArrayList<>();
    for (String event : lineage) {
      events.add(new ObjectMapper().readTree(event));
    }
    assertThat(events)
        .extracting(
            event -> event.at("/eventType").textValue() + " " + event.at("/job/name").textValue())
        .containsExactly(
            "START " + fresh.name() + ".produce",
            "FAIL " + fresh.name() + ".produce",
            "START " + fresh.name() + ".verify",
            "COMPLETE " + fresh.name() + ".verify");
    assertThat(events)
        .extracting(event -> event.at("/run/facets/parent/run/runId").textValue())
        .containsOnly(RunUuid.of(fresh.name(), "run").toString());
    JsonNode verified = events.get(3);
    assertThat(verified.at("/outputs/0/name").textValue())
        .isEqualTo(carrier.pipeline().mainTable().fullName());
    assertThat(verified.at("/outputs/0/outputFacets/outputStatistics/rowCount").longValue())
        .isEqualTo(5);
    assertThat(verified.at("/inputs/0/namespace").textValue())
        .isEqualTo("kafka://" + stack.bootstrapServers().split(",", 2)[0]);
  }

  private int execute(Command service, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--pipeline", fresh.file().toString(), "--kafka", stack.bootstrapServers()));
    return Command.execute(
        service,
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            url(),
            "OPENLINEAGE_URL",
            url(),
            "CASSANDRA_CONTACT_POINTS",
            stack.contactPoints(),
            "CASSANDRA_DATACENTER",
            stack.dataCenter()),
        all.toArray(String[]::new));
  }
}
