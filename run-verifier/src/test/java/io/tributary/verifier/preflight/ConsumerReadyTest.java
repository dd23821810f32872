package io.tributary.verifier.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ConsumerReadyTest {
  private static final Map<String, Integer> STATUS =
      Map.of("/ready?pipeline=users", 200, "/ready?pipeline=orders", 503, "/ready", 503);

  private final HttpServer consumer;

  ConsumerReadyTest() throws IOException {
    consumer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() {
    consumer.createContext(
        "/",
        exchange -> {
          int status = STATUS.getOrDefault(exchange.getRequestURI().toString(), 404);
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    consumer.start();
  }

  @AfterEach
  void stop() {
    consumer.stop(0);
  }

  private ConsumerReady ready(String pipeline) {
    URI root = URI.create("http://127.0.0.1:" + consumer.getAddress().getPort() + "/");
    return new ConsumerReady(root, pipeline, new HttpProbe(Duration.ofSeconds(30)));
  }

  @Test
  void missing_isNothing_whenOnlyAnotherPipelineCannotContinue() throws Exception {
    assertThat(ready("users").missing()).isEmpty();
  }

  @Test
  void missing_saysThatTheConsumerIsNotReady_whenThePipelineCannotContinue() throws Exception {
    assertThat(ready("orders").missing().orElseThrow())
        .contains("the consumer is not ready", "/ready?pipeline=orders answers with status 503");
  }

  @Test
  void missing_namesThePipeline_whenTheConsumerDoesNotHaveIt() throws Exception {
    assertThat(ready("parcels").missing().orElseThrow())
        .contains("does not have the pipeline parcels", "PIPELINES");
  }
}
