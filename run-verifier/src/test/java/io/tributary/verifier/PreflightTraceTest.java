package io.tributary.verifier;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tributary.model.run.RunUuid;
import io.tributary.runtime.command.Command;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a preflight exports; its source is away, so it fails. */
class PreflightTraceTest {
  private final List<String> received = new CopyOnWriteArrayList<>();
  private HttpServer receiver;

  @BeforeEach
  void startReceiver() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          received.add(new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    receiver.start();
  }

  @AfterEach
  void stopReceiver() {
    receiver.stop(0);
  }

  @Test
  void preflight_isASpanOfTheRunsTrace() {
    int exitCode = preflight("--run-id", "r9");

    assertThat(exitCode).isEqualTo(Command.FAILED);
    String traceId = RunUuid.of("users", "r9").toString().replace("-", "");
    assertThat(received)
        .singleElement()
        .asString()
        .contains(new String(HexFormat.of().parseHex(traceId), ISO_8859_1))
        .contains("preflight", "ask the source", "run-verifier", "does not answer");
  }

  @Test
  void preflight_isInNoTrace_withoutARun() {
    assertThat(preflight()).isEqualTo(Command.FAILED);
    assertThat(received).isEmpty();
  }

  private int preflight(String... more) {
    String[] arguments = {
      "preflight", "--pipeline", "../pipelines/users.yaml", "--source", "http://127.0.0.1:1/api/"
    };
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return Command.execute(
        new RunVerifier(),
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + receiver.getAddress().getPort()),
        all);
  }
}
