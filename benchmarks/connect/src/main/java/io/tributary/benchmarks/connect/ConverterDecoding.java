package io.tributary.benchmarks.connect;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.apicurio.registry.utils.converter.AvroConverter;
import io.tributary.benchmarks.order.DecodingRound;
import io.tributary.benchmarks.order.Order;
import io.tributary.benchmarks.order.Variant;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Makes Kafka Connect's structs of framed Avro, with Apicurio's converter: the one of a connector
 * that reads our topics. Its registry is a server here, which it asks once.
 */
final class ConverterDecoding implements Variant, AutoCloseable {
  private static final String TOPIC = "users";

  private @Nullable HttpServer registry;
  private @Nullable AvroConverter<Object> converter;

  @Override
  public Map<String, Double> run(Order order, Runnable began) throws Exception {
    AvroConverter<Object> known = converter == null ? open(order.text("schema")) : converter;
    return DecodingRound.run(
        order,
        began,
        (key, value) -> {
          SchemaAndValue made = known.toConnectData(TOPIC, value);
          if (!(made.value() instanceof Struct)) {
            throw new IllegalStateException("no struct");
          }
        });
  }

  private AvroConverter<Object> open(String schema) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> answer(exchange, schema));
    server.start();
    registry = server;
    AvroConverter<Object> opened = new AvroConverter<>();
    opened.configure(
        Map.of(
            "apicurio.registry.url",
            String.format(
                Locale.ROOT, "http://127.0.0.1:%d/apis/registry/v2", server.getAddress().getPort()),
            "apicurio.registry.as-confluent",
            true,
            "apicurio.registry.use-id",
            "contentId",
            "apicurio.registry.headers.enabled",
            false),
        false);
    converter = opened;
    return opened;
  }

  /** The schema, whatever its id, which refers to no other one. */
  private static void answer(HttpExchange exchange, String schema) throws IOException {
    boolean isReferences = exchange.getRequestURI().getPath().endsWith("/references");
    byte[] body = (isReferences ? "[]" : schema).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    try (exchange) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    if (converter != null) {
      converter.close();
    }
    if (registry != null) {
      registry.stop(0);
    }
  }
}
