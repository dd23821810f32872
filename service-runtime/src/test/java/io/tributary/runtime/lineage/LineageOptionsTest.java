package io.tributary.runtime.lineage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import io.tributary.runtime.config.OptionGroup;
import io.tributary.runtime.http.HttpListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class LineageOptionsTest {
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private volatile int status = 201;
  private final HttpListener listener =
      new HttpListener("receiver", "127.0.0.1", 0, "choose another port", this::take);

  @TempDir private Path folder;

  @BeforeEach
  void startServer() throws IOException {
    listener.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      received.add(exchange.getRequestURI().getPath() + " " + body);
      keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
      exchange.sendResponseHeaders(status, -1);
    }
  }

  @AfterEach
  void stopServer() {
    listener.close();
  }

  private String url() {
    String root = listener.root().toString();
    return root.substring(0, root.length() - 1);
  }

  private static LineageSender sender(String... variables) throws Exception {
    Map<String, String> environment = new HashMap<>();
    for (int at = 0; at < variables.length; at += 2) {
      environment.put(variables[at], variables[at + 1]);
    }
    return OptionGroup.read(new LineageOptions(), environment).sender();
  }

  @Test
  void close_comesAfterAllEventsAreSent_inTheirOrder() throws Exception {
    try (LineageSender sender = sender("OPENLINEAGE_URL", url() + "/")) {
      for (int at = 0; at < 20; at++) {
        int number = at;
        sender.send(() -> "{\"n\":" + number + "}");
      }
    }

    assertThat(received).hasSize(20);
    assertThat(received.get(0)).isEqualTo("/api/v1/lineage {\"n\":0}");
    assertThat(received.get(19)).isEqualTo("/api/v1/lineage {\"n\":19}");
    assertThat(keys).containsOnly("null");
  }

  @Test
  void send_bringsTheKey_toTheEndpointThatIsSet() throws Exception {
    try (LineageSender sender =
        sender(
            "OPENLINEAGE_URL",
            url(),
            "OPENLINEAGE_ENDPOINT",
            "/events",
            "OPENLINEAGE_API_KEY",
            "hush")) {
      sender.send(() -> "{}");
    }

    assertThat(received).containsExactly("/events {}");
    assertThat(keys).containsExactly("Bearer hush");
  }

  @Test
  void send_appendsToTheFile_aLineForEachEvent() throws Exception {
    Path file = Files.writeString(folder.resolve("lineage.ndjson"), "{\"before\":1}\n");
    try (LineageSender sender = sender("OPENLINEAGE_FILE", file.toString())) {
      sender.send(() -> "{\"n\":1}");
      sender.send(() -> "{\"n\":2}");
    }

    assertThat(Files.readAllLines(file))
        .containsExactly("{\"before\":1}", "{\"n\":1}", "{\"n\":2}");
  }

  @Test
  void send_makesNoEvent_whenNobodyWantsOne() throws Exception {
    AtomicInteger made = new AtomicInteger();
    for (LineageSender sender :
        List.of(sender(), sender("OPENLINEAGE_URL", url(), "OPENLINEAGE_DISABLED", "True"))) {
      sender.send(
          () -> {
            made.incrementAndGet();
            return "{}";
          });
      sender.close();
    }

    assertThat(made).hasValue(0);
    assertThat(received).isEmpty();
  }

  @Test
  void send_goesOn_whateverGoesWrong() throws Exception {
    status = 500;
    Path noFile = folder.resolve("no/such/folder");
    try (LineageSender refused = sender("OPENLINEAGE_URL", url());
        LineageSender nowhere = sender("OPENLINEAGE_URL", "http://127.0.0.1:1");
        LineageSender unwritable = sender("OPENLINEAGE_FILE", noFile.toString());
        LineageSender badKey =
            sender("OPENLINEAGE_URL", url(), "OPENLINEAGE_API_KEY", "two\nlines")) {
      for (LineageSender sender : List.of(refused, nowhere, unwritable, badKey)) {
        sender.send(
            () -> {
              throw new IllegalStateException("no event");
            });
        sender.send(() -> "{}");
      }
      await().until(() -> !received.isEmpty());
    }

    assertThat(received).containsExactly("/api/v1/lineage {}");
  }

  @Test
  void send_isNoError_afterTheEnd() throws Exception {
    LineageSender sender = sender("OPENLINEAGE_URL", url());
    sender.close();
    sender.send(() -> "{}");
    sender.close();

    assertThat(received).isEmpty();
  }

  /** Without the time-out the server's silence would last for ever. */
  @Test
  @Timeout(10)
  void close_waitsForItsTimeOutOnly_whenTheServerIsSilent() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      LineageSender sender =
          sender(
              "OPENLINEAGE_URL",
              "http://127.0.0.1:" + silent.getLocalPort(),
              "OPENLINEAGE_TIMEOUT",
              "200ms");
      sender.send(() -> "{}");
      sender.close();
    }
  }
}
