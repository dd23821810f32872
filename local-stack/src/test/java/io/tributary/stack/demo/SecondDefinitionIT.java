package io.tributary.stack.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.tributary.stack.TestFolder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A pipeline of another shape than the bundled one, end to end by its file alone. */
class SecondDefinitionIT {
  private static final int QUAKES = 100;
  private static final int TOO_STRONG = 3;
  private static final int NAMELESS = 5;
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final Path DEFINITION = Path.of("../pipelines/quakes.yaml").toAbsolutePath();

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
    String url =
        String.format(Locale.ROOT, "http://127.0.0.1:%d/query", source.getAddress().getPort());
    try (FrontDoor demo = demo(folder, url, QUAKES)) {
      assertThat(demo.exitCode()).as(demo.err()).isZero();
      JsonNode result = new ObjectMapper().readTree(demo.lastLine());
      assertThat(result.get("pipeline").asText()).isEqualTo("quakes");
      assertThat(result.get("published").asInt()).isEqualTo(QUAKES - TOO_STRONG - NAMELESS);
      assertThat(result.get("rejected").asInt()).isEqualTo(TOO_STRONG + NAMELESS);
      assertThat(result.get("rows").asInt()).isEqualTo(QUAKES - TOO_STRONG - NAMELESS);
      assertThat(result.get("dead_letters").asInt()).isEqualTo(TOO_STRONG + NAMELESS);
      assertThat(result.get("verified").asBoolean()).isTrue();
    }
    try (FrontDoor demo = demo(folder, url, QUAKES + 1, "--keep")) {
      await().atMost(LIMIT).until(() -> demo.out().endsWith("}\n") || !demo.isAlive());
      assertThat(demo.isAlive()).as(demo.err()).isTrue();
      JsonNode result = new ObjectMapper().readTree(demo.lastLine());
      assertThat(result.get("verified").asBoolean()).isFalse();
      assertThat(result.get("why").asText()).contains("92 and rejected 8 of 101 records");
      assertThatTheCommandsWork(folder, demo.out());
      assertThatTheConsoleVerifiesAgain(demo.out(), result.get("run_id").asText());
      demo.signal("INT");
      assertThat(demo.exitCode()).isEqualTo(1);
      assertThat(demo.err().strip().lines().reduce("", (before, line) -> line))
          .startsWith("error: run ")
          .doesNotContain("--run-id");
    } finally {
      source.stop(0);
    }
  }

  private static FrontDoor demo(Path folder, String source, int records, String... more)
      throws Exception {
    List<String> words = new ArrayList<>(List.of("demo", "--pipeline", DEFINITION.toString()));
    words.addAll(List.of("--source", source, "--users", Integer.toString(records)));
    words.addAll(List.of("--data", folder.resolve("data").toString()));
    words.addAll(List.of(more));
    return FrontDoor.run(folder, words.toArray(String[]::new));
  }

  /** Runs the project's commands exactly as the demo prints them. */
  private static void assertThatTheCommandsWork(Path folder, String out) throws Exception {
    Map<String, String> lastLines = new LinkedHashMap<>();
    for (String line :
        out.lines().filter(line -> line.matches("  \\S.*/tributary'? .*")).toList()) {
      List<String> words = asAShellReads(line);
      String[] arguments = words.subList(1, words.size()).toArray(String[]::new);
      try (FrontDoor command = FrontDoor.run(folder, arguments)) {
        assertThat(command.exitCode()).as(line + command.err()).isBetween(0, 1);
        lastLines.put(arguments[0], command.lastLine());
      }
    }
    assertThat(lastLines).containsOnlyKeys("rows", "dead-letters", "verify");
    assertThat(lastLines.get("rows")).startsWith("20 of the rows in ");
    assertThat(lastLines.get("dead-letters")).isEqualTo("16 dead letters of pipeline quakes.");
    assertThat(lastLines.get("verify")).contains("\"missing\":0", "\"verified\":false");
  }

  /** It reads the records by the schemas that they name, as the command does. */
  private static void assertThatTheConsoleVerifiesAgain(String out, String run) throws Exception {
    Matcher console =
        Pattern.compile("console +(http://\\S+) .*operators sign in with (\\S+)").matcher(out);
    assertThat(console.find()).as(out).isTrue();
    URI page = URI.create(console.group(1)).resolve("/pipelines/quakes/runs/" + run);
    String token = "Bearer " + console.group(2);
    HttpRequest ask =
        HttpRequest.newBuilder(URI.create(page + "/verify"))
            .header("Authorization", token)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();

    URI job = page.resolve(send(ask).headers().firstValue("Location").orElseThrow());

    HttpRequest look = HttpRequest.newBuilder(job).header("Authorization", token).build();
    await().atMost(LIMIT).until(() -> !send(look).body().contains("status running"));
    assertThat(send(look).body())
        .contains("was asked for 101 records and published or rejected 100;")
        .doesNotContain("neither row nor dead letter");
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static List<String> asAShellReads(String line) throws Exception {
    Process shell = new ProcessBuilder("bash", "-c", "printf '%s\\n' " + line.strip()).start();
    return new String(shell.getInputStream().readAllBytes(), UTF_8).lines().toList();
  }

  private static String page() {
    return IntStream.range(0, QUAKES)
        .mapToObj(SecondDefinitionIT::quake)
        .collect(Collectors.joining(",", "{\"type\":\"FeatureCollection\",\"features\":[", "]}"));
  }

  private static String quake(int number) {
    String id = number < NAMELESS ? "null" : String.format(Locale.ROOT, "\"us%04d\"", number);
    String magnitude =
        number >= QUAKES - TOO_STRONG ? "99.5" : String.format(Locale.ROOT, "4.%d", number % 10);
    return String.format(
        Locale.ROOT,
        """
        {"type":"Feature","id":%s,"properties":{"mag":%s,"place":"  10 km  N of Nowhere","time":%d,
        "updated":%d,"felt":%s,"tsunami":false,"sig":%d,"magType":"mb","status":"REVIEWED"},
        "geometry":{"type":"Point","coordinates":[-17.5,65.25,10.1]}}""",
        id,
        magnitude,
        1_700_000_000_000L + number,
        1_700_000_100_000L + number,
        number % 2 == 0 ? "null" : "7",
        number);
  }
}
