package io.tributary.producer.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonPointer;
import io.tributary.model.definition.Paging;
import io.tributary.model.definition.Source;
import io.tributary.model.definition.StatusPolicy;
import io.tributary.model.mapping.PageMapper;
import io.tributary.producer.credential.MissingSecretException;
import io.tributary.runtime.retry.Backoff;
import io.tributary.runtime.time.FakeTicker;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import okio.Buffer;
import okio.DeflaterSink;
import okio.GzipSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table "what the source answers → what becomes of it". */
class SourceFaultsTest {
  private static final Duration GIVE_UP = Duration.ofMinutes(1);
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final int MAX_BODY = 64 << 10;
  private static final HttpLimits LIMITS =
      new HttpLimits(
          Duration.ofSeconds(5), Duration.ofMillis(300), Duration.ofMillis(600), MAX_BODY);

  /** One row of the table: a wrong answer, and the words that must be in what is said about it. */
  private enum Row {
    LIMITED("answered 429: Whoa, ease up", () -> error(429)),
    SERVER_ERROR("answered 500: Whoa, ease up", () -> error(500)),
    BAD_GATEWAY(
        "answered 502", () -> new MockResponse.Builder().code(502).body("<html>nginx</html>")),
    UNAVAILABLE("answered 503", () -> new MockResponse.Builder().code(503)),
    GATEWAY_TIME_OUT("answered 504", () -> new MockResponse.Builder().code(504)),
    REQUEST_TIME_OUT(
        "answered 408",
        () -> new MockResponse.Builder().code(408).addHeader("Connection", "close")),
    ERROR_BODY(
        "answered with an error: Uh oh, something has gone wrong",
        () -> ok("{\"error\":\"Uh oh, something\\nhas gone wrong\"}")),
    EMPTY_BODY("is no page", () -> ok("")),
    NO_CONTENT("is no page", () -> new MockResponse.Builder().code(204)),
    HALF_A_PAGE_WELL_SENT("is no page", () -> ok(People.page("s", 1, 10).substring(0, 200))),
    NO_RECORDS("a page without records", () -> ok("{\"results\":[],\"info\":{}}")),
    FEWER_RECORDS("with 1 of the 10 records asked for", () -> ok(People.page("s", 1, 1))),
    CUT_OFF(
        "broke off its answer",
        () -> page().onResponseBody(new SocketEffect.CloseSocket(true, false, false))),
    CUT_OFF_BEFORE_THE_ANSWER(
        "broke off its answer",
        () -> page().onRequestStart(new SocketEffect.CloseSocket(true, false, false))),
    SILENT("did not answer in time", () -> page().headersDelay(2, TimeUnit.SECONDS)),
    SILENT_IN_THE_MIDDLE(
        "did not answer in time", () -> page().onResponseBody(SocketEffect.Stall.INSTANCE)),
    DRIPPING("did not answer in time", () -> page().throttleBody(1, 100, TimeUnit.MILLISECONDS));

    private final String said;

    @SuppressWarnings("ImmutableEnumChecker") // a recipe, not a state
    private final Supplier<MockResponse.Builder> answer;

    Row(String said, Supplier<MockResponse.Builder> answer) {
      this.said = said;
      this.answer = answer;
    }
  }

  /** Answers after which asking again helps only if something on the way gave them. */
  private enum Odd {
    HTML(
        "text/html; charset=utf-8: the answer is neither an object nor a list",
        () -> ok("<html>down</html>").addHeader("Content-Type", "text/html; charset=utf-8")),
    XML("begins with '<rss/>'", () -> ok("<rss/>")),
    CSV("text/csv: ", () -> ok("id,name\n1,a\n").addHeader("Content-Type", "text/csv")),
    LINES("one record a line", () -> ok("{\"results\":[]}\n{\"results\":[]}\n")),
    OTHER_LIST("the answer is a list", () -> ok("[1,2]")),
    OTHER_MEMBER("there is a list at /reslts", () -> ok("{\"reslts\":[{}]}")),
    OBJECT("there is an object with a, b", () -> ok("{\"results\":{\"a\":{},\"b\":{}}}")),
    TEXT("there is a text ('none')", () -> ok("{\"results\":\"none\"}")),
    UNKNOWN_ENCODING("in the encoding 'zstd'", () -> encoded("zstd", new Buffer().writeUtf8("x"))),
    UNKNOWN_INNER_ENCODING(
        "in the encoding 'compress'", () -> encoded("compress, gzip", gzip("x"))),
    NO_GZIP(
        "not what its Content-Encoding says",
        () -> encoded("gzip", new Buffer().writeUtf8("{\"results\":[]}"))),
    NO_BROTLI(
        "not what its Content-Encoding says",
        () -> encoded("br", new Buffer().writeUtf8("{\"results\":[]}"))),
    UNKNOWN_CHARSET(
        "in the charset 'x-none'",
        () ->
            new MockResponse.Builder()
                .addHeader("Content-Type", "application/json;charset=x-none")
                .body(new Buffer().writeByte('"').writeByte(0xE9).writeByte('"')));

    private final String said;

    @SuppressWarnings("ImmutableEnumChecker") // a recipe, not a state
    private final Supplier<MockResponse.Builder> answer;

    Odd(String said, Supplier<MockResponse.Builder> answer) {
      this.said = said;
      this.answer = answer;
    }
  }

  /** Answers after which asking again would be a waste. */
  private enum Final {
    NOT_FOUND("answered 404: Whoa, ease up", () -> error(404)),
    NOT_FOUND_WITHOUT_ITS_PLACE(
        "answered 404: {\"detail\": \"nothing here\"} (page 1 of http://",
        () -> new MockResponse.Builder().code(404).body("{\"detail\":\n \"nothing here\"}")),
    UNAUTHORIZED("check source.query", () -> new MockResponse.Builder().code(401)),
    NOT_ALLOWED("check source.url", () -> new MockResponse.Builder().code(405)),
    GONE("check source.url", () -> new MockResponse.Builder().code(410)),
    NO_JSON("check source.url", () -> new MockResponse.Builder().code(415)),
    UNPROCESSABLE("parameters of source.paging", () -> new MockResponse.Builder().code(422)),
    FORBIDDEN("answered 403", () -> new MockResponse.Builder().code(403)),
    BAD_REQUEST("answered 400", () -> new MockResponse.Builder().code(400)),
    MOVED_NOWHERE("answered 301", () -> new MockResponse.Builder().code(301)),
    IN_A_CIRCLE(
        "redirects in a circle",
        () -> new MockResponse.Builder().code(302).addHeader("Location", "/again")),
    TOO_LARGE("more than 65,536 bytes", () -> ok(" ".repeat(MAX_BODY + 1))),
    TOO_LARGE_WITHOUT_SAYING(
        "more than 65,536 bytes",
        () -> new MockResponse.Builder().chunkedBody(" ".repeat(MAX_BODY + 1), 4096)),
    TOO_LARGE_WHEN_UNPACKED(
        "more than 65,536 bytes",
        () ->
            new MockResponse.Builder()
                .addHeader("Content-Encoding", "gzip")
                .body(gzip(" ".repeat(MAX_BODY + 1)))),
    A_BOMB(
        "raise SOURCE_ANSWER_MIB",
        () -> encoded("gzip, deflate", deflate(gzip(" ".repeat(MAX_BODY * 50)), false)));

    private final String said;

    @SuppressWarnings("ImmutableEnumChecker") // a recipe, not a state
    private final Supplier<MockResponse.Builder> answer;

    Final(String said, Supplier<MockResponse.Builder> answer) {
      this.said = said;
      this.answer = answer;
    }
  }

  @StartStop private final MockWebServer server = new MockWebServer();
  private final FakeTicker ticker = new FakeTicker();
  private final Watched watched = new Watched();
  private final long seed = System.nanoTime();

  // OkHttp asks again after a 408 by itself, once
  @ParameterizedTest
  @EnumSource(names = "REQUEST_TIME_OUT", mode = EnumSource.Mode.EXCLUDE)
  void next_asksAgainAndGetsThePage_whenAFaultPasses(Row row) throws Exception {
    server.enqueue(row.answer.get().build());
    server.enqueue(row.answer.get().build());
    server.enqueue(page().build());
    try (PageSequence pages = pages(Definitions.SEEDED, 10)) {
      FetchedPage page = pages.next().orElseThrow();
      assertThat(page.records()).hasSize(10);
      assertThat(page.cursor(9)).isEqualTo("s/1/9");
      assertThat(page.fetchedAt()).isEqualTo(NOW);
      assertThat(pages.next()).isEmpty();
    }
    assertThat(watched.said).hasSize(2).allMatch(what -> what.contains(row.said));
    assertThat(ticker.slept()).as("back-off, seed %d", seed).isLessThan(Duration.ofMillis(1_501));
  }

  @ParameterizedTest
  @EnumSource(
      names = {"SILENT", "SILENT_IN_THE_MIDDLE", "DRIPPING"},
      mode = EnumSource.Mode.EXCLUDE)
  void next_givesUpInTime_whenAFaultStays(Row row) {
    for (int i = 0; i < 60; i++) {
      server.enqueue(row.answer.get().build());
    }
    try (PageSequence pages = pages(Definitions.SEEDED, 10)) {
      assertThatThrownBy(pages::next)
          .isInstanceOf(SourceFailedException.class)
          .hasMessageContaining(row.said)
          .hasMessageContaining("given up after")
          .hasMessageContaining("60 s");
    }
    assertThat(ticker.slept()).isEqualTo(GIVE_UP);
  }

  @ParameterizedTest
  @EnumSource
  void next_givesUpAtOnce_whenAskingAgainCannotHelp(Final row) {
    for (int i = 0; i < 30; i++) {
      server.enqueue(row.answer.get().build());
    }
    try (PageSequence pages = pages(Definitions.SEEDED, 10)) {
      assertThatThrownBy(pages::next)
          .isInstanceOf(SourceFailedException.class)
          .hasMessageStartingWith("the source ")
          .hasMessageContaining(row.said);
    }
    assertThat(ticker.sleeps()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void next_asksOnceMore_whenTheFirstAnswerIsOfAnotherKind(Odd row) {
    for (int i = 0; i < 30; i++) {
      server.enqueue(row.answer.get().build());
    }
    try (PageSequence pages = pages(Definitions.SEEDED, 10)) {
      assertThatThrownBy(pages::next)
          .isInstanceOf(SourceFailedException.class)
          .hasMessageContaining(row.said)
          .hasMessageContaining("given up after 2 tries");
    }
    assertThat(server.getRequestCount()).isEqualTo(2);
    assertThat(ticker.slept()).as("seed %d", seed).isLessThan(Duration.ofMillis(1_501));
  }

  @ParameterizedTest
  @EnumSource
  void next_getsThePage_whenOnlyOneAnswerWasOfAnotherKind(Odd row) throws Exception {
    server.enqueue(row.answer.get().build());
    server.enqueue(page().build());
    try (PageSequence pages = pages(Definitions.SEEDED, 10)) {
      assertThat(pages.next()).isPresent();
    }
    assertThat(watched.said).hasSize(1).allMatch(what -> what.contains(row.said));
  }

  @Test
  void next_isPatient_whenALaterPageIsOfAnotherKind() throws Exception {
    server.enqueue(ok(People.page("s", 1, 50)).build());
    for (int i = 0; i < 5; i++) {
      server.enqueue(ok("<html>down</html>").build());
    }
    server.enqueue(ok(People.page("s", 2, 50)).build());
    try (PageSequence pages = pages(Definitions.SEEDED, 100)) {
      assertThat(pages.next()).isPresent();
      assertThat(pages.next()).isPresent();
    }
    assertThat(watched.said).hasSize(5);
  }

  @Test
  void next_isPatient_whenAnswersOfAnotherKindAreAmongOtherFaults() throws Exception {
    for (int i = 0; i < 3; i++) {
      server.enqueue(ok("<html>down</html>").build());
      server.enqueue(new MockResponse.Builder().code(502).build());
    }
    server.enqueue(page().build());
    try (PageSequence pages = pages(Definitions.SEEDED, 10)) {
      assertThat(pages.next()).isPresent();
    }
  }

  @Test
  void next_namesTheRequestAndNoSecretOfIt_whenItGivesUp() {
    Source source =
        new Source(
            server.url("/api/").uri(),
            Map.of("key", "4711-abcdef"),
            JsonPointer.compile("/results"),
            Optional.empty(),
            Definitions.SEEDED,
            Optional.empty());
    server.enqueue(
        new MockResponse.Builder().code(401).body("the key 4711-abcdef is no good").build());
    try (PageSequence pages = pages(source, 10)) {
      assertThatThrownBy(pages::next)
          .hasMessage(
              "the source answered 401: the key … is no good (page 1 of %s?key=…&seed=s&page=1&results=10): it wants credentials: set source.authentication, or check source.query"
                  .formatted(source.url()));
    }
  }

  @Test
  void next_namesNoPageSize_whenAnAnswerWithoutOneIsTooLarge() {
    server.enqueue(ok(" ".repeat(MAX_BODY + 1)).build());
    server.enqueue(ok(" ".repeat(MAX_BODY + 1)).build());
    try (PageSequence one = pages(new Paging.None(), 10);
        PageSequence many = pages(Definitions.SEEDED, 10)) {
      assertThatThrownBy(one::next)
          .hasMessageContaining("SOURCE_ANSWER_MIB")
          .hasMessageNotContaining("page-size");
      assertThatThrownBy(many::next)
          .hasMessageContaining("SOURCE_ANSWER_MIB")
          .hasMessageContaining("source.paging.page-size");
    }
  }

  @Test
  void next_waitsAsLongAsAsked_whenRetryAfterHasSeconds() throws Exception {
    server.enqueue(error(429).addHeader("Retry-After", "20").build());
    server.enqueue(page().build());
    try (PageSequence pages = pages(Definitions.SEEDED, 10)) {
      assertThat(pages.next()).isPresent();
    }
    assertThat(ticker.slept()).isBetween(Duration.ofSeconds(20), Duration.ofMillis(20_500));
  }

  @Test
  void next_waitsAsLongAsAsked_whenRetryAfterIsADate() throws Exception {
    server.enqueue(
        new MockResponse.Builder()
            .code(503)
            .addHeader("Retry-After", "Sat, 31 Jan 2026 12:00:20 GMT")
            .build());
    server.enqueue(page().build());
    try (PageSequence pages = pages(Definitions.SEEDED, 10)) {
      assertThat(pages.next()).isPresent();
    }
    assertThat(ticker.slept()).isBetween(Duration.ofSeconds(20), Duration.ofMillis(20_500));
  }

  @Test
  void next_waitsForMore_whenA403SaysThatNothingIsLeft() throws Exception {
    server.enqueue(
        error(403)
            .addHeader("X-RateLimit-Remaining", "0")
            .addHeader("X-RateLimit-Reset", "20")
            .build());
    server.enqueue(error(403).addHeader("Retry-After", "10").build());
    server.enqueue(page().build());
    try (PageSequence pages = pages(Definitions.SEEDED, 10)) {
      assertThat(pages.next()).isPresent();
    }
    assertThat(ticker.slept()).isBetween(Duration.ofSeconds(30), Duration.ofMillis(31_500));
  }

  /** What a definition says to do at 409, a status that usually ends a run. */
  @Test
  void next_doesAtAStatusWhatTheDefinitionSays() throws Exception {
    server.enqueue(error(409).build());
    server.enqueue(page().build());
    try (PageSequence pages = pages(with(409, StatusPolicy.RETRY, Definitions.SEEDED), 10)) {
      assertThat(pages.next()).isPresent();
    }
    server.enqueue(error(409).addHeader("Retry-After", "20").build());
    server.enqueue(page().build());
    try (PageSequence pages = pages(with(409, StatusPolicy.RATE_LIMITED, Definitions.SEEDED), 10)) {
      assertThat(pages.next()).isPresent();
    }
    assertThat(ticker.slept()).isGreaterThan(Duration.ofSeconds(20));
    server.enqueue(error(503).build());
    try (PageSequence pages = pages(with(503, StatusPolicy.FAIL, Definitions.SEEDED), 10)) {
      assertThatThrownBy(pages::next).hasMessageContaining("answered 503");
    }
  }

  @Test
  void next_leavesAPageOut_whereTheDefinitionIgnoresItsStatus() throws Exception {
    server.enqueue(ok(People.page("s", 1, 50)).build());
    server.enqueue(error(500).build());
    server.enqueue(ok(People.page("s", 3, 50)).build());
    for (int i = 0; i < 9; i++) {
      server.enqueue(error(500).build());
    }
    try (PageSequence pages = pages(with(500, StatusPolicy.IGNORE, Definitions.FINITE), 500)) {
      assertThat(readAll(pages)).isEqualTo(100);
      SourceEnd end = pages.end().orElseThrow();
      assertThat(end.kind()).isEqualTo(SourceEnd.Kind.STATUS_IGNORED);
      assertThat(end.doubtful()).isTrue();
    }
    assertThat(server.getRequestCount()).isEqualTo(8);
  }

  private Source with(int status, StatusPolicy policy, Paging paging) {
    Source source = source(paging);
    return new Source(
        source.url(),
        source.request(),
        source.records(),
        source.error(),
        paging,
        Optional.empty(),
        Map.of(status, policy));
  }

  @Test
  void next_followsNoRedirectToAnotherHost_unlessItIsAllowed() throws Exception {
    String elsewhere = server.url("/x").newBuilder().host("127.0.0.1").build().toString();
    server.enqueue(new MockResponse.Builder().code(302).addHeader("Location", elsewhere).build());
    try (PageSequence pages = pages(Definitions.SEEDED, 10)) {
      assertThatThrownBy(pages::next)
          .hasMessageContaining("redirects to a page at the other host 127.0.0.1")
          .hasMessageContaining("SOURCE_HOSTS");
    }
    assertThat(server.getRequestCount()).isEqualTo(1);
    server.enqueue(new MockResponse.Builder().code(302).addHeader("Location", elsewhere).build());
    server.enqueue(page().build());
    HttpLimits allowing =
        new HttpLimits(
            LIMITS.connect(), LIMITS.read(), LIMITS.whole(), MAX_BODY, List.of("127.0.0.1"));
    try (PageSequence pages = pages(source(Definitions.SEEDED), 10, allowing)) {
      assertThat(pages.next()).isPresent();
    }
  }

  @Test
  void next_givesUpAtOnce_whenTheSourceWantsMoreRestThanThereIsTime() {
    server.enqueue(error(429).addHeader("Retry-After", "61").build());
    try (PageSequence pages = pages(Definitions.SEEDED, 10)) {
      assertThatThrownBy(pages::next)
          .isInstanceOf(SourceFailedException.class)
          .hasMessageContaining(
              "asks for 61 s of rest, longer than the 60 s after which this run gives up");
    }
    assertThat(ticker.sleeps()).isEmpty();
  }

  @Test
  void next_asksAgain_whenTheConnectionIsRefused() throws Exception {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }
    Source source =
        Definitions.source(
            URI.create("http://127.0.0.1:" + nobody + "/"), Definitions.SEEDED, Optional.empty());
    try (PageSequence pages = pages(source, 10)) {
      assertThatThrownBy(pages::next)
          .isInstanceOf(SourceFailedException.class)
          .hasMessageContaining("takes no connection");
    }
    assertThat(ticker.slept()).isEqualTo(GIVE_UP);
  }

  @Test
  void next_takesAllThatCame_whenItIsMoreThanAskedFor() throws Exception {
    server.enqueue(ok(People.page("s", 1, 60)).build());
    server.enqueue(ok(People.page("s", 2, 60)).build());
    try (PageSequence pages = pages(Definitions.SEEDED, 100)) {
      assertThat(pages.next().orElseThrow().records()).hasSize(60);
      FetchedPage last = pages.next().orElseThrow();
      assertThat(last.records()).as("no more than the run wants").hasSize(40);
      assertThat(last.returned()).isEqualTo(60);
      assertThat(pages.next()).isEmpty();
    }
  }

  @Test
  void next_followsARedirect() throws Exception {
    server.enqueue(
        new MockResponse.Builder().code(301).addHeader("Location", "/elsewhere?seed=s").build());
    server.enqueue(page().build());
    try (PageSequence pages = pages(Definitions.SEEDED, 10)) {
      assertThat(pages.next()).isPresent();
    }
  }

  /** What a page may be packed in. */
  private enum Packing {
    GZIP("gzip", text -> gzip(text)),
    X_GZIP("X-GZip", text -> gzip(text)),
    GZIP_OF_TWO_MEMBERS("gzip", text -> twoMembers(text)),
    ZLIB("deflate", text -> deflate(new Buffer().writeUtf8(text), false)),
    RAW_DEFLATE("deflate", text -> deflate(new Buffer().writeUtf8(text), true)),
    BROTLI("br", text -> brotli(text)),
    NONE("identity", text -> new Buffer().writeUtf8(text)),
    TWICE("deflate, gzip", text -> gzip(deflate(new Buffer().writeUtf8(text), false))),
    BROTLI_AND_GZIP("br,identity , gzip", text -> gzip(brotli(text)));

    private final String encoding;

    @SuppressWarnings("ImmutableEnumChecker") // a recipe, not a state
    private final Function<String, Buffer> packed;

    Packing(String encoding, Function<String, Buffer> packed) {
      this.encoding = encoding;
      this.packed = packed;
    }
  }

  @ParameterizedTest
  @EnumSource
  void next_unpacksThePage(Packing packing) throws Exception {
    server.enqueue(
        encoded(packing.encoding, packing.packed.apply(People.page("s", 1, 10)))
            .throttleBody(50, 1, TimeUnit.MILLISECONDS)
            .build());
    try (PageSequence pages = pages(Definitions.SEEDED, 10)) {
      assertThat(pages.next().orElseThrow().records()).hasSize(10);
    }
    assertThat(watched.said).isEmpty();
  }

  @Test
  void next_isPatient_whenAPackedPageIsCutOff() throws Exception {
    Buffer packed = gzip(People.page("s", 1, 10));
    server.enqueue(
        encoded("gzip", new Buffer().write(packed.readByteArray(packed.size() - 20))).build());
    server.enqueue(page().build());
    try (PageSequence pages = pages(Definitions.SEEDED, 10)) {
      assertThat(pages.next()).isPresent();
    }
    assertThat(watched.said).hasSize(1).allMatch(what -> what.contains("broke off its answer"));
  }

  @Test
  void next_saysWhoWeAre_andWhatItUnderstands() throws Exception {
    server.enqueue(page().build());
    try (PageSequence pages = pages(Definitions.SEEDED, 10)) {
      assertThat(pages.next()).isPresent();
    }
    var request = server.takeRequest();
    assertThat(request.getHeaders().get("User-Agent")).isEqualTo("tributary/test");
    assertThat(request.getHeaders().get("Accept-Encoding")).isEqualTo("gzip, deflate, br");
  }

  @Test
  void next_goesOnAfterAShortPage_untilTheSourceSaysThatItEnds() throws Exception {
    server.enqueue(ok(People.page("s", 1, 50)).build());
    server.enqueue(ok(People.page("s", 2, 3)).build());
    server.enqueue(ok(People.page("s", 3, 50)).build());
    server.enqueue(ok(People.page("s", 4, 2)).build());
    server.enqueue(ok("{\"results\":[]}").build());
    try (PageSequence pages = pages(Definitions.FINITE, 500)) {
      assertThat(readAll(pages)).isEqualTo(105);
      assertThat(pages.end())
          .contains(new SourceEnd(SourceEnd.Kind.EMPTY_PAGE, "page 5 has no records", false));
    }
    assertThat(server.getRequestCount()).isEqualTo(5);
  }

  @ParameterizedTest
  @EnumSource
  void next_ends_whenNothingFollowsAShortFirstPage(Beyond beyond) throws Exception {
    server.enqueue(ok(People.page("s", 1, 7)).build());
    server.enqueue(beyond.answer.get().build());
    try (PageSequence pages = pages(Definitions.FINITE, 500)) {
      assertThat(readAll(pages)).isEqualTo(7);
      assertThat(pages.end().orElseThrow().kind()).isEqualTo(beyond.end);
    }
    assertThat(server.getRequestCount()).isEqualTo(2);
  }

  /** After a full page the same answers may be an outage: asked twice, they are the end. */
  @ParameterizedTest
  @EnumSource(names = "NO_SUCH_PAGE", mode = EnumSource.Mode.EXCLUDE)
  void next_asksOnceMore_whenNothingFollowsAFullPage(Beyond beyond) throws Exception {
    server.enqueue(ok(People.page("s", 1, 50)).build());
    server.enqueue(beyond.answer.get().build());
    server.enqueue(beyond.answer.get().build());
    try (PageSequence pages = pages(Definitions.FINITE, 500)) {
      assertThat(readAll(pages)).isEqualTo(50);
      assertThat(pages.end().orElseThrow().kind()).isEqualTo(beyond.end);
    }
    assertThat(ticker.sleeps()).containsExactly(RetrySchedule.BEFORE_ONCE_MORE);
  }

  @ParameterizedTest
  @EnumSource(names = "NO_SUCH_PAGE", mode = EnumSource.Mode.EXCLUDE)
  void next_goesOn_whenASecondRequestGetsThePage(Beyond beyond) throws Exception {
    server.enqueue(ok(People.page("s", 1, 50)).build());
    server.enqueue(beyond.answer.get().build());
    server.enqueue(ok(People.page("s", 2, 4)).build());
    server.enqueue(beyond.answer.get().build());
    try (PageSequence pages = pages(Definitions.FINITE, 500)) {
      assertThat(readAll(pages)).isEqualTo(54);
    }
  }

  /** What sources answer when asked for a page behind their last. */
  private enum Beyond {
    NOTHING(SourceEnd.Kind.EMPTY_PAGE, () -> ok("{\"results\":[]}")),
    NO_CONTENT(SourceEnd.Kind.NO_CONTENT, () -> new MockResponse.Builder().code(204)),
    NULL(SourceEnd.Kind.NO_LIST, () -> ok("{\"results\":null}")),
    NO_LIST(SourceEnd.Kind.NO_LIST, () -> ok("{\"page\":4}")),
    NOT_FOUND(SourceEnd.Kind.NOT_FOUND, () -> error(404)),
    GONE(SourceEnd.Kind.NOT_FOUND, () -> error(410)),
    OUT_OF_RANGE(SourceEnd.Kind.NOT_FOUND, () -> error(416)),
    NO_SUCH_PAGE(SourceEnd.Kind.NOT_FOUND, () -> error(422));

    private final SourceEnd.Kind end;

    @SuppressWarnings("ImmutableEnumChecker") // a recipe, not a state
    private final Supplier<MockResponse.Builder> answer;

    Beyond(SourceEnd.Kind end, Supplier<MockResponse.Builder> answer) {
      this.end = end;
      this.answer = answer;
    }
  }

  @Test
  void next_givesUp_whenARequestBehindAFullPageIsRefused() throws Exception {
    server.enqueue(ok(People.page("s", 1, 50)).build());
    server.enqueue(error(422).build());
    try (PageSequence pages = pages(Definitions.FINITE, 500)) {
      assertThat(pages.next()).isPresent();
      assertThatThrownBy(pages::next)
          .isInstanceOf(SourceFailedException.class)
          .hasMessageContaining("answered 422");
    }
  }

  /** An outage with status 200 must not look like the end. */
  @Test
  void next_givesUp_whenAnErrorComesInsteadOfALaterPage() throws Exception {
    server.enqueue(ok(People.page("s", 1, 7)).build());
    for (int i = 0; i < 60; i++) {
      server.enqueue(ok("{\"message\":\"try again later\"}").build());
    }
    try (PageSequence pages = pages(Definitions.FINITE, 500)) {
      assertThat(pages.next()).isPresent();
      assertThatThrownBy(pages::next).hasMessageContaining("the answer has no list of records");
    }
  }

  @Test
  void next_asksAgain_whenASourceWithAnEndHasNothingAtAll() throws Exception {
    server.enqueue(ok("{\"results\":[]}").build());
    server.enqueue(ok(People.page("s", 1, 3)).build());
    try (PageSequence pages = pages(Definitions.FINITE, 500)) {
      assertThat(pages.next().orElseThrow().records()).hasSize(3);
    }
    assertThat(watched.said).containsExactly("answered with a page without records");
  }

  @Test
  void next_followsTheTokens_overShortAndEmptyPages() throws Exception {
    server.enqueue(ok(withNext(People.page("s", 1, 7), "b")).build());
    server.enqueue(ok(withNext("{\"results\":[]}", "c")).build());
    server.enqueue(ok(People.page("s", 3, 2)).build());
    try (PageSequence pages = pages(Definitions.TOKENS, 500)) {
      assertThat(pages.next().orElseThrow().cursor(0)).isEqualTo("/0");
      assertThat(pages.next().orElseThrow().records()).isEmpty();
      assertThat(pages.next().orElseThrow().cursor(0)).isEqualTo("c/0");
      assertThat(pages.next()).isEmpty();
    }
  }

  @Test
  void next_givesUp_whenATokensPageIsMissing() throws Exception {
    server.enqueue(ok(withNext(People.page("s", 1, 7), "b")).build());
    server.enqueue(error(404).build());
    try (PageSequence pages = pages(Definitions.TOKENS, 500)) {
      assertThat(pages.next()).isPresent();
      assertThatThrownBy(pages::next).isInstanceOf(SourceFailedException.class);
    }
  }

  @Test
  void next_givesUp_whenAPageWithRecordsNamesItselfAsTheNext() throws Exception {
    server.enqueue(ok(withNext(People.page("s", 1, 7), "b")).build());
    server.enqueue(ok(withNext(People.page("s", 2, 7), "b")).build());
    server.enqueue(ok(withNext(People.page("s", 2, 7), "b")).build());
    try (PageSequence pages = pages(Definitions.TOKENS, 500)) {
      assertThat(pages.next()).isPresent();
      assertThat(pages.next()).isPresent();
      assertThatThrownBy(pages::next)
          .isInstanceOf(SourceFailedException.class)
          .hasMessageContaining("7 records and names the same page as the next")
          .hasMessageContaining("the token at /next (source.paging.next)")
          .hasMessageContaining("'after' (source.paging.token-parameter)");
    }
    assertThat(server.getRequestCount()).isEqualTo(3);
  }

  /** So do sources whose last page is where one asks again later. */
  @Test
  void next_ends_whenThePageThatNamesItselfIsEmptyTheNextTime() throws Exception {
    server.enqueue(ok(withNext(People.page("s", 1, 7), "b")).build());
    server.enqueue(ok(withNext(People.page("s", 2, 7), "b")).build());
    server.enqueue(ok(withNext("{\"results\":[]}", "b")).build());
    try (PageSequence pages = pages(Definitions.TOKENS, 500)) {
      assertThat(readAll(pages)).isEqualTo(14);
      assertThat(pages.end().orElseThrow().kind()).isEqualTo(SourceEnd.Kind.EMPTY_PAGE);
    }
  }

  @Test
  void next_saysThatItIsAUrl_whenThatIsSentAsAToken() throws Exception {
    String url = "http://people.example/?page=2&key=4711";
    for (int i = 0; i < 3; i++) {
      server.enqueue(ok(withNext(People.page("s", 1, 7), url)).build());
    }
    try (PageSequence pages = pages(Definitions.TOKENS, 500)) {
      assertThat(pages.next()).isPresent();
      assertThatThrownBy(pages::next)
          .hasMessageContaining("what it has at /next (source.paging.next) is a URL")
          .hasMessageContaining("set source.paging.type to next-url")
          .hasMessageNotContaining("4711");
    }
  }

  @Test
  void next_givesUp_whenTokensLeadInACircle() throws Exception {
    for (int round = 0; round < 3; round++) {
      server.enqueue(ok(withNext(People.page("s", 1, 7), "b")).build());
      server.enqueue(ok(withNext(People.page("s", 2, 7), "c")).build());
      server.enqueue(ok(withNext(People.page("s", 3, 7), "b")).build());
    }
    try (PageSequence pages = pages(Definitions.TOKENS, 500)) {
      assertThatThrownBy(() -> readAll(pages))
          .isInstanceOf(SourceFailedException.class)
          .hasMessageContaining("the token at /next (source.paging.next)");
    }
    assertThat(server.getRequestCount()).isLessThan(7);
  }

  @Test
  void next_ends_whenAnEmptyPageNamesItselfAsTheNext() throws Exception {
    server.enqueue(ok(withNext(People.page("s", 1, 7), "b")).build());
    server.enqueue(ok(withNext("{\"results\":[]}", "b")).build());
    try (PageSequence pages = pages(Definitions.TOKENS, 500)) {
      assertThat(pages.next()).isPresent();
      assertThat(pages.next().orElseThrow().records()).isEmpty();
      assertThat(pages.next()).isEmpty();
      assertThat(pages.end())
          .contains(
              new SourceEnd(
                  SourceEnd.Kind.EMPTY_PAGE,
                  "page 2 has no records and names itself as the next",
                  false));
    }
    assertThat(server.getRequestCount()).isEqualTo(2);
  }

  @Test
  void next_ends_whenEmptyPagesNameEverNewOnes() throws Exception {
    server.enqueue(ok(withNext(People.page("s", 1, 7), "1")).build());
    for (int i = 2; i < 50; i++) {
      server.enqueue(ok(withNext("{\"results\":[]}", Integer.toString(i))).build());
    }
    try (PageSequence pages = pages(Definitions.TOKENS, 500)) {
      assertThat(readAll(pages)).isEqualTo(7);
      assertThat(pages.end())
          .contains(
              new SourceEnd(
                  SourceEnd.Kind.EMPTY_PAGES,
                  "5 pages in a row have no records (source.paging.max-empty-pages)",
                  true));
    }
    assertThat(server.getRequestCount()).isEqualTo(6);
  }

  @Test
  void end_isDoubtful_whenAFullPageNamesNoOther() throws Exception {
    server.enqueue(ok(People.page("s", 1, 50)).build());
    try (PageSequence pages = pages(Definitions.TOKENS, 500)) {
      assertThat(pages.next()).isPresent();
      assertThat(pages.next()).isEmpty();
      assertThat(pages.end())
          .contains(
              new SourceEnd(
                  SourceEnd.Kind.NO_NEXT,
                  "the answer had nothing at /next: check source.paging.next if there should be more",
                  true));
    }
  }

  /** A source that does not know the parameter gives the first page whatever is asked for. */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 50})
  void next_givesUp_whenEveryPageIsTheFirst(int size) throws Exception {
    for (int i = 0; i < 9; i++) {
      server.enqueue(ok(People.page("s", 1, size)).build());
    }
    try (PageSequence pages = pages(Definitions.FINITE, 500)) {
      assertThat(pages.next().orElseThrow().records()).hasSize(size);
      assertThatThrownBy(pages::next)
          .isInstanceOf(SourceFailedException.class)
          .hasMessageContaining("those of the pages before once more")
          .hasMessageContaining("'page' (source.paging.page-parameter)");
    }
    assertThat(server.getRequestCount()).isEqualTo(4);
  }

  /** Behind the last page, some sources give it again; that the parameter works was seen before. */
  @Test
  void next_ends_whenAShortLastPageComesAgainAndAgain() throws Exception {
    server.enqueue(ok(People.page("s", 1, 50)).build());
    for (int i = 0; i < 4; i++) {
      server.enqueue(ok(People.page("s", 2, 8)).build());
    }
    try (PageSequence pages = pages(Definitions.FINITE, 500)) {
      assertThat(readAll(pages)).isEqualTo(58);
      assertThat(pages.end())
          .contains(
              new SourceEnd(
                  SourceEnd.Kind.LAST_PAGE_AGAIN,
                  "pages 3 and 4 are page 2 once more, which is shorter than another",
                  false));
    }
  }

  /** An outage while the page is asked for again is no second sign of an end. */
  @Test
  void next_goesOn_whenTheSourceHasNothingWhereItGaveThePageBefore() throws Exception {
    server.enqueue(ok(People.page("s", 1, 50)).build());
    server.enqueue(ok(People.page("s", 1, 50)).build());
    server.enqueue(new MockResponse.Builder().code(204).build());
    server.enqueue(ok(People.page("s", 2, 9)).build());
    server.enqueue(error(404).build());
    try (PageSequence pages = pages(Definitions.FINITE, 500)) {
      assertThat(readAll(pages)).isEqualTo(59);
    }
  }

  @Test
  void next_givesUp_whenAPageIsThereAndNotThereByTurns() throws Exception {
    server.enqueue(ok(People.page("s", 1, 50)).build());
    for (int i = 0; i < 9; i++) {
      server.enqueue(ok(People.page("s", 1, 50)).build());
      server.enqueue(new MockResponse.Builder().code(204).build());
    }
    try (PageSequence pages = pages(Definitions.FINITE, 500)) {
      assertThatThrownBy(() -> readAll(pages))
          .isInstanceOf(SourceFailedException.class)
          .hasMessageContaining("has now something and now nothing as page 2");
    }
    assertThat(server.getRequestCount()).isEqualTo(6);
  }

  @Test
  void next_goesOn_whenAPageIsOnceThatBefore() throws Exception {
    server.enqueue(ok(People.page("s", 1, 50)).build());
    server.enqueue(ok(People.page("s", 1, 50)).build());
    server.enqueue(ok(People.page("s", 2, 50)).build());
    server.enqueue(ok(People.page("s", 3, 5)).build());
    server.enqueue(error(404).build());
    try (PageSequence pages = pages(Definitions.FINITE, 500)) {
      assertThat(readAll(pages)).isEqualTo(105);
    }
  }

  @Test
  void end_isNone_whenTheRunHasWhatItNeeds() throws Exception {
    server.enqueue(page().build());
    try (PageSequence pages = pages(Definitions.SEEDED, 10)) {
      assertThat(pages.next()).isPresent();
      assertThat(pages.next()).isEmpty();
      assertThat(pages.end()).isEmpty();
    }
  }

  @Test
  void next_takesWhatTheRunWants_whenOneAnswerHasEverything() throws Exception {
    server.enqueue(ok(People.page("s", 1, 60)).build());
    try (PageSequence pages = pages(new Paging.None(), 25)) {
      assertThat(pages.next().orElseThrow().records()).hasSize(25);
      assertThat(pages.next()).isEmpty();
    }
  }

  @Test
  void close_endsARequestUnderWay() throws Exception {
    server.enqueue(page().onResponseBody(SocketEffect.Stall.INSTANCE).build());
    PageSequence pages =
        pages(
            source(Definitions.SEEDED),
            10,
            new HttpLimits(
                Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1), MAX_BODY));
    Thread closer =
        new Thread(
            () -> {
              try {
                server.takeRequest();
              } catch (InterruptedException impossible) {
                throw new AssertionError(impossible);
              }
              pages.close();
            });
    closer.start();
    assertThatThrownBy(pages::next).isInstanceOf(InterruptedException.class);
    closer.join();
    assertThatThrownBy(pages::next).isInstanceOf(InterruptedException.class);
  }

  /** The records of all pages that are left. */
  private static int readAll(PageSequence pages) throws Exception {
    int records = 0;
    for (Optional<FetchedPage> page = pages.next(); page.isPresent(); page = pages.next()) {
      records += page.get().records().size();
    }
    return records;
  }

  private PageSequence pages(Paging paging, long records) {
    return pages(source(paging), records);
  }

  private PageSequence pages(Source source, long records) {
    return pages(source, records, LIMITS);
  }

  private Source source(Paging paging) {
    return Definitions.source(server.url("/api/").uri(), paging, Optional.empty());
  }

  private PageSequence pages(Source source, long records, HttpLimits limits) {
    PageSequence.Manners manners =
        new PageSequence.Manners(
            limits,
            "tributary/test",
            GIVE_UP,
            new Backoff(RetrySchedule.FIRST_WAIT, RetrySchedule.LONGEST_WAIT, new Random(seed)),
            ticker,
            () -> NOW);
    try {
      return new PageSequence(
          source,
          new PageMapper(Definitions.people(source))::map,
          new PageSequence.Wanted(
              "s", OptionalDouble.empty(), OptionalLong.of(records), OptionalLong.of(records)),
          manners,
          watched);
    } catch (MissingSecretException noneIsWanted) {
      throw new AssertionError(noneIsWanted);
    }
  }

  private static MockResponse.Builder page() {
    return ok(People.page("s", 1, 10));
  }

  private static MockResponse.Builder ok(String body) {
    return new MockResponse.Builder().body(body);
  }

  private static MockResponse.Builder error(int code) {
    return new MockResponse.Builder()
        .code(code)
        .body("{\"error\":\"Whoa, ease up there cowboy.\"}");
  }

  private static String withNext(String page, String token) {
    return page.substring(0, page.length() - 1) + ",\"next\":\"" + token + "\"}";
  }

  private static MockResponse.Builder encoded(String encoding, Buffer body) {
    return new MockResponse.Builder().addHeader("Content-Encoding", encoding).body(body);
  }

  private static Buffer gzip(String text) {
    return gzip(new Buffer().writeUtf8(text));
  }

  private static Buffer gzip(Buffer bytes) {
    Buffer packed = new Buffer();
    try (GzipSink sink = new GzipSink(packed)) {
      sink.write(bytes, bytes.size());
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
    return packed;
  }

  private static Buffer twoMembers(String text) {
    Buffer packed = gzip(text.substring(0, 100));
    return packed.write(gzip(text.substring(100)).readByteString());
  }

  private static Buffer deflate(Buffer bytes, boolean raw) {
    Buffer packed = new Buffer();
    try (DeflaterSink sink = new DeflaterSink(packed, new Deflater(-1, raw))) {
      sink.write(bytes, bytes.size());
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
    return packed;
  }

  /** A stream of one meta-block that is not compressed, and the empty last one (RFC 7932, 9.2). */
  private static Buffer brotli(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    if (bytes.length > 1 << 16) {
      throw new IllegalArgumentException("one block has at most 65536 bytes");
    }
    // window of 16 bits: 0; not last: 0; length of four nibbles: 00; the length less 1;
    // uncompressed: 1
    int head = (bytes.length - 1) << 4 | 1 << 20;
    return new Buffer()
        .writeByte(head)
        .writeByte(head >> 8)
        .writeByte(head >> 16)
        .write(bytes)
        .writeByte(3);
  }

  private static final class Watched implements SourceWatch {
    private final List<String> said = new ArrayList<>();

    @Override
    public void limited(Duration wait) {
      said.add("limited for " + wait.toSeconds() + " s");
    }

    @Override
    public void failing(String request, String kind, String what, Duration wait) {
      said.add(what);
    }

    @Override
    public void page(FetchedPage page) {
      // counted elsewhere
    }
  }
}
