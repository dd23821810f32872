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
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The simulator, behind a server that keeps every true answer of status 200 that it gave. It can
 * make clients wait for its later pages, and lie instead of giving them.
 */
public final class RecordingSource implements AutoCloseable {
  private static final Pattern PAGE = Pattern.compile("(?:^|&)page=(\\d+)");
  private static final int OK = 200;
  private static final int TOO_MANY_REQUESTS = 429;

  private final SimulatorServer simulator;
  private final HttpListener listener;
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Served> served = new ArrayList<>();
  private final UnaryOperator<String> changed;
  private volatile int lastPage = Integer.MAX_VALUE;
  private volatile boolean lies;

  /**
   * An answer.
   *
   * @param query of its request
   */
  public record Served(String query, String body) {

    /** The number of the page that was asked for; the first one if the request has none. */
    public int page() {
      return RecordingSource.page(query);
    }
  }

  /**
   * @param badEvery of so many records one cannot be mapped
   */
  public RecordingSource(int badEvery) {
    this(
        SimulatorConfig.defaults().withoutRateLimit().withFault(Fault.BAD_RECORD, badEvery),
        body -> body);
  }

  /**
   * One without bad records.
   *
   * @param changed makes another body of each answer of status 200
   */
  public RecordingSource(UnaryOperator<String> changed) {
    this(SimulatorConfig.defaults().withoutRateLimit(), changed);
  }

  private RecordingSource(SimulatorConfig config, UnaryOperator<String> changed) {
    this.simulator = new SimulatorServer(config);
    this.changed = changed;
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

  /** Serves the pages up to this one, and tells clients that want a later one to try again. */
  public void serveUpTo(int page) {
    lastPage = page;
  }

  /**
   * Begins or ends to lie: it gives a web page for each page but the first, and does not keep that
   * as served.
   */
  public void lie(boolean begin) {
    lies = begin;
  }

  /** What it served so far. */
  public synchronized List<Served> served() {
    return List.copyOf(served);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      URI asked = exchange.getRequestURI();
      if (page(String.valueOf(asked.getRawQuery())) > lastPage) {
        exchange.getResponseHeaders().set("Retry-After", "1");
        exchange.sendResponseHeaders(TOO_MANY_REQUESTS, -1);
        return;
      }
      if (lies && page(String.valueOf(asked.getRawQuery())) > 1) {
        byte[] page = "<html><body>Sign in</body></html>".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(OK, page.length);
        exchange.getResponseBody().write(page);
        return;
      }
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(simulator.url().resolve(asked.toString())).build(),
              HttpResponse.BodyHandlers.ofString());
      boolean isPage = answer.statusCode() == OK;
      String text = isPage ? changed.apply(answer.body()) : answer.body();
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      // before it is sent: a client that has it must find it written down
      if (isPage) {
        keep(new Served(String.valueOf(asked.getRawQuery()), text));
      }
      exchange.sendResponseHeaders(answer.statusCode(), body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private static int page(String query) {
    Matcher page = PAGE.matcher(query);
    return page.find() ? Integer.parseInt(page.group(1)) : 1;
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
