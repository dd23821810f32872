package io.tributary.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.EventHeaders;
import io.tributary.model.mapping.PageMapper;
import io.tributary.producer.publish.FakeKafka;
import io.tributary.producer.source.HttpLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Runs on sources that do not answer with a list of objects, and on those that are read in parts.
 */
class SourceFormsTest {
  private static final HttpLimits LIMITS =
      new HttpLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5), 1 << 20);

  private final MockWebServer server = new MockWebServer();
  private final List<HttpUrl> asked = new CopyOnWriteArrayList<>();
  private FakeKafka kafka = FakeKafka.willing();

  @BeforeEach
  void start() throws Exception {
    server.start();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void answers(Function<HttpUrl, MockResponse.Builder> answer) {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            asked.add(request.getUrl());
            return answer.apply(request.getUrl()).build();
          }
        });
  }

  private static MockResponse.Builder body(String text) {
    return new MockResponse.Builder().body(text);
  }

  private RunEnd run(String source, String... fields) throws Exception {
    return run(new Target.Everything(), source, fields);
  }

  private RunEnd run(Target target, String source, String... fields) throws Exception {
    String definition =
        """
        name: things
        source:
          url: %s
          %s
        event:
          key: id
          fields:
            - {name: id, type: text, from: /id, required: true}
            - {name: kind, type: text, constant: thing, required: true}
            %s
        topic: {name: things}
        table: {keyspace: test, name: things}
        """
            .formatted(
                server.url("/things"), source.replace("\n", "\n  "), String.join("\n    ", fields));
    Pipeline pipeline = Pipeline.parse(Path.of("things.yaml"), definition.getBytes(UTF_8));
    kafka = FakeKafka.willing();
    asked.clear();
    return new ProducerRun(
            pipeline,
            RunRequest.of("run-1", target),
            TestParts.of(
                new PageMapper(pipeline, Map.of("id", "run-1"))::map,
                kafka,
                TestParts.patient(LIMITS, InstantSource.system())))
        .run();
  }

  private List<String> keys() {
    return kafka.sent().stream().map(record -> new String(record.key(), UTF_8)).toList();
  }

  private List<String> cursors() {
    return kafka.sent().stream()
        .map(
            record ->
                new String(record.headers().lastHeader(EventHeaders.SOURCE_CURSOR).value(), UTF_8))
        .toList();
  }

  private static final String PAGED =
      """
      records: ''
      query: {symbol: "{each:symbol}"}
      for-each: {symbol: [BTC, "E H", XRP]}
      paging: {type: offset, offset-parameter: o, size-parameter: n, page-size: 2}""";

  /** Three of BTC, none of E H, two of XRP. */
  private static MockResponse.Builder symbols(HttpUrl url) {
    String symbol = String.valueOf(url.queryParameter("symbol"));
    int count = Map.of("BTC", 3, "E H", 0, "XRP", 2).getOrDefault(symbol, 9);
    int from = Integer.parseInt(String.valueOf(url.queryParameter("o")));
    StringBuilder records = new StringBuilder();
    for (int i = from; i < Math.min(count, from + 2); i++) {
      records.append(i > from ? "," : "").append("{\"id\":\"%s%s\"}".formatted(symbol, i));
    }
    return body("[" + records + "]");
  }

  @Test
  void forEach_readsTheSourceToItsEnd_forEachValue() throws Exception {
    answers(SourceFormsTest::symbols);

    RunEnd end = run(PAGED, "- {name: symbol, type: text, from: each:symbol, required: true}");

    assertThat(end.failure()).isEmpty();
    assertThat(keys()).containsExactly("BTC0", "BTC1", "BTC2", "XRP0", "XRP1");
    assertThat(cursors()).containsExactly("BTC/0/0", "BTC/0/1", "BTC/2/0", "XRP/0/0", "XRP/0/1");
    assertThat(new String(kafka.sent().get(3).value(), UTF_8)).contains("\"symbol\":\"XRP\"");
    assertThat(end.receipt().reading().orElseThrow().how().orElseThrow())
        .contains("each of the 3 readings", "symbol=XRP");
    assertThat(asked.get(0).encodedQuery()).contains("symbol=BTC");
    assertThat(asked).anyMatch(url -> url.encodedQuery().contains("symbol=E%20H"));
  }

  @Test
  void forEach_endsWithTheRecordsAskedFor() throws Exception {
    answers(SourceFormsTest::symbols);

    assertThat(run(new Target.Records(4), PAGED).failure()).isEmpty();
    assertThat(keys()).containsExactly("BTC0", "BTC1", "BTC2", "XRP0");
    assertThat(run(new Target.Records(6), PAGED).failure().orElseThrow())
        .contains("published 5 of 6", "symbol=XRP");
  }

  @Test
  void forEach_withoutAnyRecords_fails() throws Exception {
    answers(url -> body("[]"));

    assertThat(run(PAGED).failure().orElseThrow()).contains("published nothing");
  }

  @Test
  void forEach_aReadingThatFails_failsTheRun() throws Exception {
    answers(
        url ->
            "XRP".equals(url.queryParameter("symbol"))
                ? new MockResponse.Builder().code(403)
                : symbols(url));

    assertThat(run(PAGED).failure().orElseThrow()).contains("published 3 records", "403");
  }

  @Test
  void lines_withoutALength_areTakenOnceTheyCameTwice() throws Exception {
    String all = "id,n\na,1\nb,2\nc,3\n";
    answers(
        url -> {
          // cut off twice in different places, then whole
          String text = all.substring(0, asked.size() < 3 ? 5 + 4 * asked.size() : all.length());
          return body(text)
              .removeHeader("Content-Length")
              .onResponseEnd(SocketEffect.ShutdownConnection.INSTANCE);
        });

    RunEnd end = run("format: csv");

    assertThat(end.failure()).isEmpty();
    assertThat(keys()).containsExactly("a", "b", "c");
    assertThat(asked).hasSize(4);
  }

  @Test
  void lines_thatNeverComeWhole_failTheRun() throws Exception {
    answers(
        url ->
            body("{\"id\":\"a\"}\n{\"id\":\"b\"}\n")
                .onResponseBody(new SocketEffect.CloseSocket(true, false, false)));

    RunEnd end = run("format: ndjson");

    assertThat(end.failure().orElseThrow()).contains("published nothing", "broke off its answer");
  }

  @Test
  void csv_withoutAColumn_failsAtOnce_andNamesIt() throws Exception {
    answers(url -> body("key,n\na,1\n"));

    RunEnd end = run("format: csv");

    assertThat(end.failure().orElseThrow()).contains("no column 'id'", "'key', 'n'");
    assertThat(asked).hasSize(2);
  }

  @Test
  void fetchTime_doesNotHideThatAPageComesAgain() throws Exception {
    answers(url -> body("[{\"id\":\"a\"},{\"id\":\"b\"}]"));

    RunEnd end =
        run(
            "records: ''\npaging: {type: page, page-parameter: p, page-size: 2}",
            "- {name: fetched, type: timestamp, from: fetch-time}");

    assertThat(end.failure().orElseThrow()).contains("those of the pages before once more");
    assertThat(keys()).containsExactly("a", "b");
  }

  @Test
  void each_countsTheRecordsOfTheSource_notTheirItems() throws Exception {
    answers(
        url -> {
          int from = Integer.parseInt(String.valueOf(url.queryParameter("o")));
          return body(
              switch (from) {
                case 0 ->
                    "{\"n\":3,\"r\":[{\"l\":[{\"id\":\"a\"},{\"id\":\"b\"},{\"id\":\"d\"}]},{}]}";
                case 2 -> "{\"n\":3,\"r\":[{\"l\":[{\"id\":\"c\"}]}]}";
                default -> "{\"n\":3,\"r\":[]}";
              });
        });

    RunEnd end =
        run(
            "records: /r\neach: /l\npaging: {type: offset, offset-parameter: o, page-size: 2,"
                + " total: /n}");

    assertThat(end.failure()).isEmpty();
    assertThat(keys()).containsExactly("a", "b", "d", "c");
    assertThat(asked.get(1).queryParameter("o")).isEqualTo("2");
    assertThat(end.receipt().reading().orElseThrow().end()).contains("total-reached");
  }

  @Test
  void rejectedRecord_carriesWhatCameFromOutside() throws Exception {
    answers(url -> body("{\"base\":\"EUR\",\"r\":[{\"id\":\"a\"},{\"id\":\"\"}]}"));

    run("records: /r", "- {name: base, type: text, from: answer:/base}");

    assertThat(kafka.sent().get(1).headers().lastHeader(EventHeaders.OUTSIDE).value())
        .asString(UTF_8)
        .isEqualTo("{\"answer:/base\":\"EUR\"}");
  }
}
