package io.tributary.stack.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.simulator.SimulatorConfig;
import io.tributary.simulator.SimulatorServer;
import io.tributary.stack.TestFolder;
import io.tributary.stack.TraceReceiver;
import io.tributary.stack.host.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoIT {
  private static final Duration RESULT_LIMIT = Duration.ofMinutes(4);
  private static final Duration END_LIMIT = Duration.ofSeconds(60);

  /** Java finds no file of another name otherwise; {@code ./tributary test} sees to it. */
  private static final boolean IN_A_UTF_8_LOCALE =
      "UTF-8".equals(System.getProperty("sun.jnu.encoding"));

  private final SimulatorServer source =
      new SimulatorServer(SimulatorConfig.defaults().withoutRateLimit());
  private final TraceReceiver traces = new TraceReceiver();

  @BeforeAll
  void startSource() throws Exception {
    source.start();
    traces.start();
  }

  @AfterAll
  void stopSource() {
    source.close();
    traces.close();
  }

  /** One story, because each demo costs a stack: run, refuse, kill, run again, Ctrl-C. */
  @Test
  void demo_verifiesAndAdds_whateverEndsIt() throws Exception {
    Path folder = TestFolder.create("demo");
    Path data = folder.resolve(IN_A_UTF_8_LOCALE ? "données é 空" : "the data");
    try (FrontDoor first = keep(folder, data, 300)) {
      JsonNode result = awaitResult(first);
      assertThat(result.get("asked").asInt()).isEqualTo(300);
      assertThat(result.get("published").asInt()).isEqualTo(300);
      assertThat(result.get("rows").asInt()).isEqualTo(300);
      assertThat(result.get("dead_letters").asInt()).isZero();
      assertThat(result.get("verified").asBoolean()).isTrue();
      assertThat(result.get("source").asText()).startsWith(source.url().toString());
      assertThat(result.get("peak_rss_mib").asInt()).isBetween(200, 2560);
      assertThat(first.out()).contains("first_name");
      assertThat(traces.of("users", result.get("run_id").asText()))
          .satisfiesExactly(
              producing -> assertThat(producing).contains("produce", "producer-service"),
              verifying ->
                  assertThat(verifying).contains("verify", "look up", "land", "run-verifier"));
      for (String part : List.of("Kafka", "Cassandra")) {
        assertThat(Ports.answers(portOf(part, first.out()))).isTrue();
      }

      assertThatASecondOneIsRefused(folder, data, first.handle().pid());

      List<ProcessHandle> children = first.handle().descendants().toList();
      assertThat(children).hasSizeGreaterThanOrEqualTo(3);
      first.handle().destroyForcibly();
      await().atMost(END_LIMIT).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }

    try (FrontDoor second = keep(folder, data, 200)) {
      JsonNode result = awaitResult(second);
      assertThat(result.get("published").asInt()).isEqualTo(200);
      assertThat(result.get("rows").asInt()).isEqualTo(500);
      assertThat(result.get("verified").asBoolean()).isTrue();

      List<ProcessHandle> children = second.handle().descendants().toList();
      second.signal("INT");
      assertThat(second.exitCode()).as(second.err()).isZero();
      assertThat(children).noneMatch(ProcessHandle::isAlive);
      assertThat(new ObjectMapper().readTree(second.lastLine())).isEqualTo(result);
    }
  }

  @Test
  void demo_leavesNothing_whenItIsStoppedWhileItStarts() throws Exception {
    Path folder = TestFolder.create("demo");
    try (FrontDoor demo = keep(folder, folder.resolve("data"), 100)) {
      await().atMost(END_LIMIT).until(() -> demo.handle().descendants().count() >= 3);
      List<ProcessHandle> children = demo.handle().descendants().toList();
      demo.signal("TERM");
      assertThat(demo.exitCode()).isEqualTo(1);
      assertThat(children).noneMatch(ProcessHandle::isAlive);
      assertThat(demo.err().strip().lines().reduce("", (before, line) -> line))
          .startsWith("error: The demo was stopped");
    }
  }

  private FrontDoor keep(Path folder, Path data, int users) throws Exception {
    return FrontDoor.run(
        folder,
        Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", traces.url()),
        "demo",
        "--keep",
        "--users",
        Integer.toString(users),
        "--source",
        source.url().toString(),
        "--data",
        data.toString());
  }

  private static void assertThatASecondOneIsRefused(Path folder, Path data, long pid)
      throws Exception {
    try (FrontDoor second = FrontDoor.run(folder, "demo", "--data", data.toString())) {
      assertThat(second.exitCode()).isEqualTo(1);
      assertThat(second.err())
          .contains(String.format(Locale.ROOT, "Another demo (process %d)", pid), "--data");
    }
  }

  private static JsonNode awaitResult(FrontDoor demo) throws Exception {
    await().atMost(RESULT_LIMIT).until(() -> demo.out().endsWith("}\n") || !demo.isAlive());
    assertThat(demo.isAlive()).as(demo.err()).isTrue();
    JsonNode result = new ObjectMapper().readTree(demo.lastLine());
    assertThat(result.fieldNames())
        .toIterable()
        .containsExactly(
            "run_id",
            "pipeline",
            "source",
            "asked",
            "published",
            "rejected",
            "rows",
            "dead_letters",
            "verified",
            "distinct_keys",
            "superseded_by_same_run",
            "values",
            "replaced",
            "warnings",
            "seconds",
            "peak_rss_mib");
    assertThat(result.get("seconds").fieldNames())
        .toIterable()
        .containsExactly("stack", "produce", "land", "verify", "total");
    return result;
  }

  private static int portOf(String part, String out) {
    Matcher address = Pattern.compile(part + " +127\\.0\\.0\\.1:(\\d+)").matcher(out);
    assertThat(address.find()).as(out).isTrue();
    return Integer.parseInt(address.group(1));
  }
}
