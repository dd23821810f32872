package io.tributary.runtime.status;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.net.httpserver.HttpExchange;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tributary.runtime.http.HttpListener;
import io.tributary.runtime.lifecycle.Startable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows a running service to its surroundings over HTTP: {@code /health} (200 as long as the
 * process answers), {@code /ready} (200 or 503, JSON saying why; with {@code ?pipeline=NAME} of
 * that pipeline alone) and {@code /metrics} (Prometheus).
 */
public final class StatusServer implements Startable {
  private static final Logger LOG = LoggerFactory.getLogger(StatusServer.class);
  private static final String PIPELINE = "pipeline=";
  private static final String JSON = "application/json";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpListener listener;
  private final ReadinessJudge readiness;
  private final PrometheusMeterRegistry metrics;

  /**
   * @param port 0 takes a free one
   */
  public StatusServer(
      String host, int port, ReadinessJudge readiness, PrometheusMeterRegistry metrics) {
    this.listener =
        new HttpListener(
            "status", host, port, "choose another with STATUS_HOST and STATUS_PORT", this::handle);
    this.readiness = readiness;
    this.metrics = metrics;
  }

  @Override
  public void start() throws IOException {
    listener.start();
    LOG.debug("status at {}", url());
  }

  /**
   * The root of the three pages, with the port that was taken.
   *
   * @throws IllegalStateException when not running
   */
  public URI url() {
    return listener.root();
  }

  @Override
  public void close() {
    listener.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        send(exchange, 405, JSON, json(Map.of("error", "only GET and HEAD")));
        return;
      }
      switch (exchange.getRequestURI().getPath()) {
        case "/health" -> send(exchange, 200, JSON, json(Map.of("healthy", true)));
        case "/ready" -> sendReadiness(exchange);
        case "/metrics" -> send(exchange, 200, PROMETHEUS, metrics.scrape());
        default ->
            send(exchange, 404, JSON, json(Map.of("error", "there are /health, /ready, /metrics")));
      }
    }
  }

  private void sendReadiness(HttpExchange exchange) throws IOException {
    Readiness now;
    try {
      @Nullable String pipeline = pipeline(exchange.getRequestURI());
      Optional<Readiness> judged =
          pipeline == null ? Optional.of(readiness.now()) : readiness.of(pipeline);
      if (judged.isEmpty()) {
        send(exchange, 404, JSON, json(Map.of("error", "there is no pipeline " + pipeline)));
        return;
      }
      now = judged.get();
    } catch (RuntimeException failure) {
      LOG.warn("readiness could not be judged", failure);
      now = Readiness.no("readiness could not be judged: " + failure);
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("ready", now.ready());
    body.putAll(now.detail());
    send(exchange, now.ready() ? 200 : 503, JSON, json(body));
  }

  /** The one that is asked for; none when all are. */
  private static @Nullable String pipeline(URI request) {
    String query = request.getQuery();
    return query != null && query.startsWith(PIPELINE) ? query.substring(PIPELINE.length()) : null;
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private static String json(Map<String, Object> members) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.writeStartObject();
      for (Map.Entry<String, Object> member : members.entrySet()) {
        Object value = member.getValue();
        json.writeFieldName(member.getKey());
        if (value instanceof Boolean flag) {
          json.writeBoolean(flag);
        } else if (value instanceof Integer || value instanceof Long) {
          json.writeNumber(((Number) value).longValue());
        } else if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
          json.writeNumber(number.doubleValue());
        } else {
          json.writeString(String.valueOf(value));
        }
      }
      json.writeEndObject();
    }
    return bytes.toString(StandardCharsets.UTF_8) + "\n";
  }
}
