package io.tributary.stack.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.tributary.stack.TestFolder;
import io.tributary.stack.process.Checkout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A pipeline of another shape than the bundled one, end to end by its file alone. */
class SecondDefinitionIT {
  private static final int QUAKES = 100;
  private static final int TOO_STRONG = 3;
  private static final int NAMELESS = 5;

  @Test
  void demo_carriesAnotherPipeline_byItsFileAlone() throws Exception {
    HttpServer source =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    source.createContext(
        "/query",
        exchange -> {
          byte[] body = page().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    source.start();
    Path folder = TestFolder.create("quakes");
    Path definition = Checkout.current().root().resolve("pipelines").resolve("quakes.yaml");
    try (FrontDoor demo =
        FrontDoor.run(
            folder,
            "demo",
            "--pipeline",
            definition.toString(),
            "--source",
            "http://127.0.0.1:%d/query".formatted(source.getAddress().getPort()),
            "--users",
            Integer.toString(QUAKES),
            "--data",
            folder.resolve("data").toString())) {
      assertThat(demo.exitCode()).as(demo.err()).isZero();
      JsonNode result = new ObjectMapper().readTree(demo.lastLine());
      assertThat(result.get("pipeline").asText()).isEqualTo("quakes");
      assertThat(result.get("published").asInt()).isEqualTo(QUAKES - TOO_STRONG - NAMELESS);
      assertThat(result.get("rejected").asInt()).isEqualTo(TOO_STRONG + NAMELESS);
      assertThat(result.get("rows").asInt()).isEqualTo(QUAKES - TOO_STRONG - NAMELESS);
      assertThat(result.get("dead_letters").asInt()).isEqualTo(TOO_STRONG + NAMELESS);
      assertThat(result.get("verified").asBoolean()).isTrue();
    } finally {
      source.stop(0);
    }
  }

  private static String page() {
    return IntStream.range(0, QUAKES)
        .mapToObj(SecondDefinitionIT::quake)
        .collect(Collectors.joining(",", "{\"type\":\"FeatureCollection\",\"features\":[", "]}"));
  }

  private static String quake(int number) {
    String id = number < NAMELESS ? "null" : "\"us%04d\"".formatted(number);
    String magnitude = number >= QUAKES - TOO_STRONG ? "99.5" : "4.%d".formatted(number % 10);
    return """
        {"type":"Feature","id":%s,"properties":{"mag":%s,"place":"  10 km  N of Nowhere","time":%d,
        "updated":%d,"felt":%s,"tsunami":false,"sig":%d,"magType":"mb","status":"REVIEWED"},
        "geometry":{"type":"Point","coordinates":[-17.5,65.25,10.1]}}"""
        .formatted(
            id,
            magnitude,
            1_700_000_000_000L + number,
            1_700_000_100_000L + number,
            number % 2 == 0 ? "null" : "7",
            number);
  }
}
