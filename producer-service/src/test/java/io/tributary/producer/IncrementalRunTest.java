package io.tributary.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.receipt.CursorRange;
import io.tributary.producer.publish.FakeKafka;
import io.tributary.producer.source.HttpLimits;
import io.tributary.producer.source.ReadingRange;
import io.tributary.runtime.command.UsageException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class IncrementalRunTest {
  private static final Instant NOW = Instant.parse("2024-05-10T08:00:00Z");
  private static final HttpLimits LIMITS =
      new HttpLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5), 1 << 20);
  private static final String WINDOWS = ", end-parameter: until, window: 1d";

  @StartStop private final MockWebServer server = new MockWebServer();
  private final List<String> asked = new ArrayList<>();
  private final FakeKafka kafka = FakeKafka.willing();

  @Test
  void run_asksFromTheCursorOn_andSaysHowFarItCame() throws Exception {
    answer(url -> page("2024-05-09T07:00:00Z", "2024-05-09T09:00:00Z"));

    RunEnd end = run("", ReadingRange.from(at("2024-05-09T07:00:00Z")));

    assertThat(end.failure()).isEmpty();
    assertThat(asked).containsExactly("since=2024-05-09T07:00:00Z");
    assertThat(end.receipt().cursor())
        .contains(
            new CursorRange(
                "moved", "2024-05-09T07:00:00Z", Optional.of("2024-05-09T09:00:00Z"), true, 1));
  }

  @Test
  void run_drainsEachWindow_beforeTheNextBegins() throws Exception {
    answer(url -> page(Objects.requireNonNull(url.queryParameter("since"))));

    RunEnd end = run(WINDOWS, ReadingRange.from(at("2024-05-08T00:00:00Z")));

    assertThat(end.failure()).isEmpty();
    assertThat(asked)
        .containsExactly(
            "since=2024-05-08T00:00:00Z&until=2024-05-09T00:00:00Z",
            "since=2024-05-09T00:00:00Z&until=2024-05-10T00:00:00Z",
            "since=2024-05-10T00:00:00Z&until=2024-05-10T08:00:00Z");
    assertThat(end.receipt().cursor().orElseThrow().windows()).isEqualTo(3);
    // the last window was not over yet: what is late in it must not be passed
    assertThat(end.receipt().cursor().orElseThrow().to()).contains("2024-05-10T00:00:00Z");
    assertThat(kafka.sent())
        .extracting(
            record -> new String(record.headers().lastHeader("source_cursor").value(), UTF_8))
        .containsExactly(
            "2024-05-08T00:00:00Z//0", "2024-05-09T00:00:00Z//0", "2024-05-10T00:00:00Z//0");
  }

  /** Where records are asked for by a parameter, an empty answer is no outage by itself. */
  @Test
  void run_isGreenWithNothingNew_whenTheSourceSaysSoTwice() throws Exception {
    answer(url -> page());

    RunEnd end = run("", ReadingRange.from(at("2024-05-09T07:00:00Z")));

    assertThat(end.failure()).isEmpty();
    assertThat(end.receipt().complete()).isTrue();
    assertThat(end.receipt().mayPublishNothing()).isTrue();
    assertThat(asked).hasSize(2);
    assertThat(end.receipt().cursor().orElseThrow().moves()).isFalse();
  }

  /** Some sources write a list without items as null. */
  @Test
  void run_isGreenWithNothingNew_whenTheSourceSaysNullTwice() throws Exception {
    answer(url -> "{\"results\":null,\"page\":1}");

    RunEnd end = run("", ReadingRange.from(at("2024-05-09T07:00:00Z")));

    assertThat(end.failure()).isEmpty();
    assertThat(end.receipt().mayPublishNothing()).isTrue();
    assertThat(end.receipt().reading().orElseThrow().end()).contains("no-list");
    assertThat(asked).hasSize(2);
    assertThat(end.receipt().cursor().orElseThrow().moves()).isFalse();
  }

  @Test
  void run_readsOn_whenTheSourceSaidNullOnce() throws Exception {
    answer(url -> asked.size() == 1 ? "{\"results\":null}" : page("2024-05-09T09:00:00Z"));

    RunEnd end = run("", ReadingRange.from(at("2024-05-09T07:00:00Z")));

    assertThat(end.failure()).isEmpty();
    assertThat(kafka.sent()).hasSize(1);
  }

  /** Nobody knows whether the definition is right about the list's place; and an error is none. */
  @ParameterizedTest
  @ValueSource(strings = {"{\"page\":1}", "{\"results\":null,\"message\":\"maintenance\"}"})
  void run_fails_whenNoListWasEverThere(String answer) throws Exception {
    answer(url -> answer);

    RunEnd end = run("", ReadingRange.from(at("2024-05-09T07:00:00Z")));

    assertThat(end.failure().orElseThrow()).contains("no list");
    assertThat(end.receipt().mayPublishNothing()).isFalse();
  }

  @Test
  void run_isGreen_whenTheCursorIsAtThePresent() throws Exception {
    RunEnd end = run(WINDOWS, ReadingRange.from(NOW.toEpochMilli()));

    assertThat(end.failure()).isEmpty();
    assertThat(asked).isEmpty();
    assertThat(end.receipt().reading().orElseThrow().end()).contains("no-window");
  }

  @Test
  void run_failsWithNothing_whenTheSourceDoesNotSayThatItHasEnded() throws Exception {
    answerWith(url -> new MockResponse.Builder().code(503).build());

    RunEnd end = run("", ReadingRange.from(at("2024-05-09T07:00:00Z")));

    assertThat(end.failure().orElseThrow()).contains("published nothing");
    assertThat(end.receipt().mayPublishNothing()).isFalse();
  }

  /** Neither lost nor in the way: the cursor passes them, and they are dead letters. */
  @Test
  void run_passesAFewRejectedRecords_andFailsIfAllOfManyAreRejected() throws Exception {
    answer(url -> rejected(10));
    RunEnd few = run("", ReadingRange.from(at("2024-05-09T07:00:00Z")));
    answer(url -> rejected(11));
    RunEnd many = run("", ReadingRange.from(at("2024-05-09T07:00:00Z")));

    assertThat(few.failure()).isEmpty();
    assertThat(few.receipt().cursor().orElseThrow().to()).contains("2024-05-09T12:00:00Z");
    assertThat(few.receipt().cursor().orElseThrow().moves()).isTrue();
    assertThat(many.failure().orElseThrow()).contains("all 11 records were rejected");
    assertThat(many.receipt().cursor().orElseThrow().moves()).isFalse();
  }

  @Test
  void run_doesNotFollowATimeInTheFuture() throws Exception {
    answer(url -> page("2024-05-09T09:00:00Z", "2031-01-01T00:00:00Z"));

    RunEnd end = run("", ReadingRange.from(at("2024-05-09T07:00:00Z")));

    assertThat(end.receipt().cursor().orElseThrow().to()).contains("2024-05-10T08:00:00Z");
  }

  @Test
  void run_movesNothing_whenItStopsBeforeTheSourceEnds() throws Exception {
    answer(url -> page("2024-05-09T09:00:00Z", "2024-05-09T10:00:00Z", "2024-05-09T11:00:00Z"));

    RunEnd end = run("", ReadingRange.from(at("2024-05-09T07:00:00Z")), new Target.Records(2));

    assertThat(end.failure()).isEmpty();
    assertThat(end.receipt().cursor())
        .contains(new CursorRange("moved", "2024-05-09T07:00:00Z", Optional.empty(), false, 0));
  }

  @Test
  void constructor_refusesARange_thatTheSourceCannotGive() {
    assertThatThrownBy(() -> run("", ReadingRange.backfill(1, 2)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("end-parameter");
  }

  private RunEnd run(String keys, ReadingRange range) throws Exception {
    return run(keys, range, new Target.Everything());
  }

  private RunEnd run(String keys, ReadingRange range, Target target) throws Exception {
    String definition =
        """
        name: changes
        source:
          url: %s
          records: /results
          incremental: {field: moved, start: 2024-05-01, parameter: since%s}
        event:
          key: id
          fields:
            - {name: id, type: text, from: /id, required: true}
            - {name: name, type: text, from: /name, required: true}
            - {name: moved, type: timestamp, from: /moved, required: true}
        topic: {name: changes}
        table: {keyspace: test, name: changes}
        """
            .formatted(server.url("/changes"), keys);
    Pipeline pipeline = Pipeline.parse(Path.of("changes.yaml"), definition.getBytes(UTF_8));
    return new ProducerRun(
            pipeline,
            RunRequest.of("r1", target).with(range),
            TestParts.of(pipeline, kafka, TestParts.patient(LIMITS, InstantSource.fixed(NOW))))
        .run();
  }

  private static long at(String time) {
    return Instant.parse(time).toEpochMilli();
  }

  private static String page(String... moved) {
    return IntStream.range(0, moved.length)
        .mapToObj(i -> "{\"id\":\"r" + i + "\",\"name\":\"x\",\"moved\":\"" + moved[i] + "\"}")
        .collect(Collectors.joining(",", "{\"results\":[", "]}"));
  }

  private static String rejected(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"id\":\"r" + i + "\",\"moved\":\"2024-05-09T12:00:00Z\"}")
        .collect(Collectors.joining(",", "{\"results\":[", "]}"));
  }

  private void answer(Function<HttpUrl, String> answer) {
    answerWith(url -> new MockResponse.Builder().body(answer.apply(url)).build());
  }

  private void answerWith(Function<HttpUrl, MockResponse> answer) {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public synchronized MockResponse dispatch(RecordedRequest request) {
            HttpUrl url = request.getUrl();
            asked.add(String.valueOf(url.query()));
            return answer.apply(url);
          }
        });
  }
}
