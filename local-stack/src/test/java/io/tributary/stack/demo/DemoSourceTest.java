package io.tributary.stack.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tributary.model.definition.Pipeline;
import io.tributary.producer.source.HttpLimits;
import io.tributary.runtime.command.CommandFailedException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoSourceTest {

  @Test
  void found_isTheDefinition_whenItsSourceAnswersWithAnError() throws Exception {
    HttpServer wantsParameters =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    wantsParameters.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(400, -1);
          exchange.close();
        });
    wantsParameters.start();
    Pipeline definition = definition(wantsParameters.getAddress().getPort());
    try (DemoSource source = new DemoSource(definition, Optional.empty(), HttpLimits.DEFAULT)) {
      source.begin();
      assertThat(source.found(DemoSourceTest::unexpected)).isEqualTo(definition);
    } finally {
      wantsParameters.stop(0);
    }
  }

  @Test
  void found_waitsAsLongAsTheSettingsSay_andNamesThem() throws Exception {
    HttpLimits impatient =
        new HttpLimits(
            Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofMinutes(1), 1 << 20);
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        DemoSource source =
            new DemoSource(definition(silent.getLocalPort()), Optional.empty(), impatient)) {
      source.begin();
      assertThatThrownBy(() -> source.found(DemoSourceTest::unexpected))
          .isInstanceOf(CommandFailedException.class)
          .hasMessageContaining("does not answer within 1 s")
          .hasMessageContaining("SOURCE_READ_TIMEOUT");
    }
  }

  @Test
  void found_saysWhy_whenNobodyIsThere() throws Exception {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    try (DemoSource source =
        new DemoSource(definition(nobody), Optional.empty(), HttpLimits.DEFAULT)) {
      source.begin();
      assertThatThrownBy(() -> source.found(DemoSourceTest::unexpected))
          .isInstanceOf(CommandFailedException.class)
          .hasMessageContaining("does not answer (java.net.ConnectException");
    }
  }

  private static void unexpected(String told) {
    throw new AssertionError(told);
  }

  private static Pipeline definition(int port) throws Exception {
    String text =
        String.format(
            Locale.ROOT,
            """
        name: birds
        source:
          url: http://127.0.0.1:%d/birds
          records: /birds
        event:
          key: ring
          fields:
            - {name: ring, type: text, from: /ring, required: true}
            - {name: species, type: text, from: /species, required: true}
        topic: {name: birds, partitions: 1}
        table: {keyspace: test, name: birds}
        """,
            port);
    return Pipeline.parse(Path.of("birds.yaml"), text.getBytes(UTF_8));
  }
}
