package io.tributary.stack.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

/** Says through Airflow's API that it is well, and when the next run of any DAG is. */
final class FakeAirflow implements AutoCloseable {
  private final HttpServer server;

  private FakeAirflow(HttpServer server) {
    this.server = server;
  }

  static FakeAirflow start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", FakeAirflow::answer);
    server.start();
    return new FakeAirflow(server);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String answer =
        path.equals("/auth/token")
            ? "{\"access_token\":\"t\"}"
            : path.endsWith("/health")
                ? "{\"scheduler\":{\"status\":\"healthy\"}}"
                : "{\"is_paused\":false,\"next_dagrun_run_after\":\"2126-01-01T00:00:00Z\"}";
    byte[] body = answer.getBytes(UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
