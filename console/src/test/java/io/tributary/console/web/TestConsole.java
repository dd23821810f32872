package io.tributary.console.web;

import io.tributary.runtime.time.Ticker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Serves parts of the console, and asks them as a viewer or as an operator. */
public final class TestConsole implements AutoCloseable {
  private static final String OPERATOR = "the operator's token";

  private final HttpClient http = HttpClient.newHttpClient();
  private final ConsoleServer server;

  public TestConsole(Pages pages, Routes... routes) throws Exception {
    List<Routes> all = new ArrayList<>();
    all.add(new Access(Optional.empty(), Optional.of(OPERATOR), pages, Ticker.system()));
    all.add(new Problems(pages));
    all.addAll(List.of(routes));
    server = new ConsoleServer("127.0.0.1", 0, all);
    server.start();
  }

  public HttpResponse<String> asViewer(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(path)).GET());
  }

  public HttpResponse<String> asOperator(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + OPERATOR));
  }

  /**
   * Posts a form as an operator.
   *
   * @param form encoded
   */
  public HttpResponse<String> post(String path, String form)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Authorization", "Bearer " + OPERATOR)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form)));
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    server.close();
  }
}
