package io.tributary.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.model.definition.Pipeline;
import io.tributary.producer.credential.SecretSource;
import io.tributary.producer.publish.FakeKafka;
import io.tributary.producer.source.HttpLimits;
import io.tributary.producer.source.ReadingRange;
import io.tributary.runtime.time.Ticker;
import io.tributary.simulator.SimulatorConfig;
import io.tributary.simulator.SimulatorServer;
import io.tributary.simulator.access.AccessTokens;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The definitions of {@code pipelines/examples} bring all that the simulator has. */
@Timeout(60)
class ExamplesRunTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path EXAMPLES = Path.of("../pipelines/examples");
  private static final Instant NOW = Instant.parse("2024-05-10T08:00:00Z");
  private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

  private final FakeKafka kafka = FakeKafka.willing();
  private Instant now = NOW;
  private final SimulatorServer simulator =
      new SimulatorServer(
          SimulatorConfig.defaults().withoutRateLimit(),
          Ticker.system(),
          () -> LocalDate.EPOCH,
          () -> now);

  @BeforeEach
  void start() throws Exception {
    simulator.start();
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void members_comeWholeAndRight_overSeveralAccessTokens() throws Exception {
    RunEnd end = run("members", RunRequest.of("r1", new Target.Everything()));

    assertThat(end.failure()).isEmpty();
    assertThat(end.receipt().rejected()).isZero();
    assertThat(keys()).isEqualTo(IntStream.rangeClosed(1, 1_000).boxed().toList());
    assertThat(event(0))
        .isEqualTo(
            """
            {"id":1,"name":"Juliana Raia","email":"juliana.raia1@example.com","nation":"BR",\
            "born":"1983-10-16","joined":"2017-07-16T21:44:42.000Z","height_m":1.81,\
            "balance":"50820.14","visits":108,"active":true}""");
    assertThat(event(999))
        .isEqualTo(
            """
            {"id":1000,"name":"Emine Selvi","email":"emine.selvi1000@example.com","nation":"TR",\
            "born":"1970-03-03","joined":"2014-05-11T17:55:34.000Z","height_m":1.83,\
            "balance":"60559.93","visits":84,"active":false}""");
  }

  @Test
  void changes_comeWholeAndRight_andThenWhatIsNewer() throws Exception {
    List<Integer> all = changedSince(START);
    RunEnd first = run("changes", from(START));

    assertThat(first.failure()).isEmpty();
    assertThat(first.receipt().rejected()).isZero();
    assertThat(keys()).hasSize(1_000).doesNotHaveDuplicates().isEqualTo(all);
    assertThat(event(0))
        .isEqualTo(
            """
            {"id":189,"version":2835,"updated":"2024-05-03T08:00:36.000Z","stock":6,\
            "price":"31.61"}""");
    assertThat(event(999))
        .isEqualTo(
            """
            {"id":969,"version":171532800,"updated":"2024-05-10T08:00:00.000Z","stock":621,\
            "price":"400.71"}""");

    now = NOW.plusSeconds(30);
    Instant cursor = Instant.parse(first.receipt().cursor().orElseThrow().to().orElseThrow());
    List<Integer> newer = changedSince(cursor);
    RunEnd second = run("changes", from(cursor));

    assertThat(second.failure()).isEmpty();
    assertThat(newer).hasSizeBetween(100, 400);
    assertThat(keys().subList(1_000, keys().size())).isEqualTo(newer);
  }

  /** The numbers of these items as the simulator has them in JSON. */
  private List<Integer> changedSince(Instant since) throws Exception {
    URI url = simulator.url().resolve("/items/changes?limit=1000&since=" + since);
    List<Integer> numbers = new ArrayList<>();
    try (InputStream answer = url.toURL().openStream()) {
      for (JsonNode item : JSON.readTree(answer).get("items")) {
        numbers.add(item.get("number").intValue());
      }
    }
    return numbers;
  }

  private static RunRequest from(Instant position) {
    return RunRequest.of("r1", new Target.Everything())
        .with(ReadingRange.from(position.toEpochMilli()));
  }

  private RunEnd run(String example, RunRequest request) throws Exception {
    Path file = EXAMPLES.resolve(example + ".yaml");
    String text = Files.readString(file);
    assertThat(text).contains("http://127.0.0.1:8090/");
    String here = text.replace("http://127.0.0.1:8090/", simulator.url().resolve("/").toString());
    Pipeline pipeline = Pipeline.parse(file, here.getBytes(UTF_8));
    return new ProducerRun(
            pipeline,
            request,
            TestParts.of(
                pipeline,
                kafka,
                TestParts.patient(
                    HttpLimits.DEFAULT,
                    InstantSource.fixed(now),
                    1,
                    new SecretSource(Map.of("MEMBERS_SECRET", AccessTokens.CLIENT_SECRET)::get))))
        .run();
  }

  private List<Integer> keys() {
    return kafka.sent().stream()
        .map(sent -> Integer.valueOf(new String(sent.key(), UTF_8)))
        .toList();
  }

  private String event(int at) {
    return new String(kafka.sent().get(at).value(), UTF_8);
  }
}
