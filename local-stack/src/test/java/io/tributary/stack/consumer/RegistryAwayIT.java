package io.tributary.stack.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tributary.model.event.Framing;
import io.tributary.stack.FreshPipeline;
import io.tributary.stack.Stack;
import io.tributary.stack.TestConsumer;
import io.tributary.stack.WithStack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/**
 * A pipeline, whose definition has a schema, waits for a schema registry that is away, says so, and
 * is not restarted for it.
 */
@WithStack
class RegistryAwayIT {
  private static final int KNOWN = 1;
  private static final int NEW = 2;

  private final Stack stack;
  private final FreshPipeline pipeline;
  private volatile boolean away;

  RegistryAwayIT(Stack stack, FreshPipeline pipeline) {
    this.stack = stack;
    this.pipeline = pipeline;
  }

  @Test
  void recordsWithNewSchemasWait_andThePipelineSaysSo_untilTheRegistryAnswers() throws Exception {
    HttpServer registry =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    registry.createContext("/", this::answer);
    registry.start();
    Map<String, String> settings =
        Map.of(
            "TRIGGER",
            "continuous",
            "SCHEMA_REGISTRY_URL",
            String.format(Locale.ROOT, "http://127.0.0.1:%d", registry.getAddress().getPort()));
    try (PipelineFixture surroundings = PipelineFixture.of(stack, pipeline);
        TestConsumer consumer = TestConsumer.start(stack, pipeline, settings, List.of())) {
      send(surroundings, 0, KNOWN);
      surroundings.awaitRows(1);

      away = true;
      send(surroundings, 1, KNOWN);
      surroundings.awaitRows(2);
      consumer.awaitReady();
      send(surroundings, 2, NEW);

      await()
          .atMost(PipelineFixture.LIMIT)
          .until(() -> consumer.page("ready").contains("waits for the schema registry"));
      assertThat(consumer.page("ready")).startsWith("503").contains("answered 503");
      assertThat(consumer.page("metrics"))
          .containsPattern("registry_wait_seconds\\{pipeline=\"\\w+\"} [1-9]");

      away = false;
      surroundings.awaitRows(3);
      consumer.awaitReady();
      assertThat(consumer.page("metrics"))
          .containsPattern("registry_wait_seconds\\{pipeline=\"\\w+\"} 0.0")
          .containsPattern("query_stalls_total\\{pipeline=\"\\w+\"} 0.0")
          .containsPattern("query_restarts_total\\{pipeline=\"\\w+\"} 0.0");
      assertThat(surroundings.letters()).isEmpty();
    } finally {
      registry.stop(0);
    }
  }

  private static void send(PipelineFixture surroundings, int number, int schema) throws Exception {
    String id = PipelineFixture.ids(number + 1).get(number);
    surroundings
        .send(
            new ProducerRecord<>(
                surroundings.pipeline().topic().name(),
                PipelineFixture.bytes(id),
                Framing.frame(schema, PipelineFixture.event(id, "Ada").getBytes(UTF_8))))
        .get();
  }

  /** Has every schema, and a subject with one version; or is away. */
  private void answer(HttpExchange exchange) throws IOException {
    boolean isAway = away;
    boolean isList = exchange.getRequestURI().getPath().endsWith("/versions");
    byte[] answer =
        (isAway ? "" : isList ? "[1]" : "{\"schemaType\":\"JSON\",\"schema\":\"{}\"}")
            .getBytes(UTF_8);
    exchange.sendResponseHeaders(isAway ? 503 : 200, isAway ? -1 : answer.length);
    try (exchange) {
      if (!isAway) {
        exchange.getResponseBody().write(answer);
      }
    }
  }
}
