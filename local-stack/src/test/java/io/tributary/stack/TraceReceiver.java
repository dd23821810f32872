package io.tributary.stack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.HttpServer;
import io.tributary.model.run.RunUuid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** Receives traces by OTLP over HTTP, and keeps them as the bytes that they are. */
public final class TraceReceiver implements AutoCloseable {
  private final HttpServer server;
  private final List<String> received = new CopyOnWriteArrayList<>();

  public TraceReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
    server.createContext(
        "/v1/traces",
        exchange -> {
          received.add(new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
  }

  public void start() {
    server.start();
  }

  /** For {@code OTEL_EXPORTER_OTLP_ENDPOINT}. */
  public String url() {
    return String.format(Locale.ROOT, "http://127.0.0.1:%d", server.getAddress().getPort());
  }

  /** What was sent of the trace of a run, request by request. */
  public List<String> of(String pipeline, String runId) {
    String id = RunUuid.of(pipeline, runId).toString().replace("-", "");
    String bytes = new String(HexFormat.of().parseHex(id), ISO_8859_1);
    return received.stream().filter(spans -> spans.contains(bytes)).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
