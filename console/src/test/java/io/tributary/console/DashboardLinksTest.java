package io.tributary.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tributary.runtime.cassandra.CassandraConnection;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.runtime.registry.RegistryConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DashboardLinksTest {
  private static final String NOWHERE = "127.0.0.1:9";
  private static final String DASHBOARD =
      "href=\"http://charts.example/d/tributary-pipelines/pipelines?var-pipeline=users\"";

  @Test
  void pages_leadToThePipelinesDashboard_ifGrafanaAnswers() throws Exception {
    HttpServer grafana =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    grafana.createContext(
        "/api/health",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    grafana.start();
    String address =
        String.format(Locale.ROOT, "http://127.0.0.1:%d", grafana.getAddress().getPort());
    try (Console console = console(address);
        Console without = console("http://" + NOWHERE)) {
      console.start();
      without.start();

      for (String path : List.of("/", "/pipelines/users")) {
        assertThat(page(console, path)).contains(DASHBOARD);
        assertThat(page(without, path)).doesNotContain("Grafana");
      }
    } finally {
      grafana.stop(0);
    }
  }

  private static Console console(String grafana) throws Exception {
    return new Console(
        new ConsoleSettings(
            "127.0.0.1",
            0,
            Optional.empty(),
            Optional.empty(),
            0,
            URI.create("http://" + NOWHERE),
            Optional.empty(),
            Optional.of(
                new ConsoleSettings.GrafanaAddress(
                    URI.create(grafana), URI.create("http://charts.example"))),
            ""),
        Path.of("../pipelines"),
        KafkaConnection.at(NOWHERE),
        CassandraConnection.of(List.of(NOWHERE), "datacenter1", "", ""),
        RegistryConnection.beside(Path.of("../pipelines")));
  }

  private static String page(Console console, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(console.url().resolve(path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
