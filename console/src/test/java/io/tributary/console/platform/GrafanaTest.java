package io.tributary.console.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.time.FakeTicker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GrafanaTest {
  private final AtomicInteger asked = new AtomicInteger();
  private final FakeTicker ticker = new FakeTicker();
  private final Inquiries inquiries = new Inquiries();
  private HttpServer server;
  private Grafana grafana;
  private Pipeline users;

  @BeforeEach
  void serve() throws Exception {
    users = Pipeline.load(Path.of("../pipelines/users.yaml"));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/health",
        exchange -> {
          asked.incrementAndGet();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    grafana =
        new Grafana(
            URI.create(
                String.format(Locale.ROOT, "http://127.0.0.1:%d", server.getAddress().getPort())),
            URI.create("http://charts.example:3000/"),
            inquiries,
            ticker);
  }

  @AfterEach
  void stop() {
    server.stop(0);
    inquiries.close();
  }

  @Test
  void dashboard_isThatOfThePipeline_andGrafanaIsAskedOnceAMinute() {
    assertThat(grafana.dashboard(users))
        .contains("http://charts.example:3000/d/tributary-pipelines/pipelines?var-pipeline=users");
    ticker.pass(Duration.ofSeconds(59));
    assertThat(grafana.dashboard(users)).isPresent();
    assertThat(asked).hasValue(1);
  }

  @Test
  void dashboard_isNoneWhileGrafanaDoesNotAnswer_untilItDoes() {
    assertThat(grafana.dashboard(users)).isPresent();
    server.removeContext("/api/health");
    ticker.pass(Duration.ofMinutes(1));
    assertThat(grafana.dashboard(users)).isEmpty();
    server.stop(0);
    ticker.pass(Duration.ofMinutes(1));
    assertThat(grafana.dashboard(users)).isEmpty();
  }
}
