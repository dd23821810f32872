package io.tributary.drills.source;

import com.sun.net.httpserver.HttpExchange;
import io.tributary.runtime.http.HttpListener;
import io.tributary.simulator.SimulatorConfig;
import io.tributary.simulator.SimulatorServer;
import io.tributary.simulator.fault.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The simulator, behind a server that keeps every answer of status 200 that it gave. */
public final class RecordingSource implements AutoCloseable {
  private final SimulatorServer simulator;
  private final HttpListener listener;
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Served> served = new ArrayList<>();

  /**
   * An answer.
   *
   * @param query of its request
   */
  public record Served(String query, String body) {}

  /**
   * @param badEvery of so many records one cannot be mapped
   */
  public RecordingSource(int badEvery) {
    this.simulator =
        new SimulatorServer(
            SimulatorConfig.defaults().withoutRateLimit().withFault(Fault.BAD_RECORD, badEvery));
    this.listener =
        new HttpListener("recording source", "127.0.0.1", 0, "free a port", this::answer);
  }

  public void start() throws IOException {
    simulator.start();
    listener.start();
  }

  /** Where producers find it. */
  public URI url() {
    return listener.root().resolve("api/1.4/");
  }

  /** What it served so far. */
  public synchronized List<Served> served() {
    return List.copyOf(served);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      URI asked = exchange.getRequestURI();
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(simulator.url().resolve(asked.toString())).build(),
              HttpResponse.BodyHandlers.ofString());
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      // before it is sent: a client that has it must find it written down
      if (answer.statusCode() == 200) {
        keep(new Served(String.valueOf(asked.getRawQuery()), answer.body()));
      }
      exchange.sendResponseHeaders(answer.statusCode(), body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void keep(Served answer) {
    served.add(answer);
  }

  @Override
  public void close() {
    listener.close();
    simulator.close();
  }
}
