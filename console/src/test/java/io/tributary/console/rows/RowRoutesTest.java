package io.tributary.console.rows;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.console.platform.Answer;
import io.tributary.console.platform.Definitions;
import io.tributary.console.web.Access;
import io.tributary.console.web.ConsoleServer;
import io.tributary.console.web.Pages;
import io.tributary.console.web.Problems;
import io.tributary.runtime.time.Ticker;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Rows that are not in Cassandra: three notes, the paging state is the number of the next one. */
class RowRoutesTest {
  private static final List<String> NOTES = List.of("", "windy, \"cold\"\nand wet", "<b>fog</b>");
  private static final String OPERATOR = "the operators' password";
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static ConsoleServer server = new ConsoleServer("127.0.0.1", 0, List.of());

  @BeforeContainer
  static void serve() throws Exception {
    Path file = Files.createTempFile("readings", ".yaml");
    Files.writeString(file, Readings.DEFINITION);
    Pages pages = new Pages(Optional::empty);
    server =
        new ConsoleServer(
            "127.0.0.1",
            0,
            List.of(
                new Access(Optional.empty(), Optional.of(OPERATOR), pages, Ticker.system()),
                new Problems(pages),
                new RowRoutes(new Definitions(file), RowRoutesTest::page, pages)));
    server.start();
    Files.delete(file);
  }

  @AfterContainer
  static void stop() {
    server.close();
  }

  private static Answer<RowPage> page(RowQuery query, Optional<ByteBuffer> start) {
    if (!query.table().name().equals("readings")) {
      return Answer.unknown("Cassandra gave no answer within 4.0 s");
    }
    int from = start.map(state -> (int) state.get(0)).orElse(0);
    int to = Math.min(NOTES.size(), from + query.limit());
    return Answer.known(
        new RowPage(
            NOTES.subList(from, to).stream().map(Readings::row).toList(),
            to == NOTES.size()
                ? Optional.empty()
                : Optional.of(ByteBuffer.wrap(new byte[] {(byte) to}))));
  }

  @Example
  void json_hasTheRows_andWhenTheyWereWritten() throws Exception {
    JsonNode json = JSON.readTree(get("/api/v1/pipelines/readings/rows").body());

    assertThat(json.path("table").asText()).isEqualTo("weather.readings");
    assertThat(json.has("cursor")).isFalse();
    assertThat(json.path("rows")).hasSize(3);
    assertThat(json.path("rows").path(2).toString())
        .isEqualTo(
            "{\"values\":{\"id\":\"%s\",\"place\":\"Ålesund\",\"day\":\"2026-11-03\",\"taken\":\"2026-11-03T05:06:07.089Z\",\"celsius\":\"-0.50\",\"note\":\"<b>fog</b>\"},\"written_at\":\"2026-11-03T05:06:07.089017Z\"}"
                .formatted(Readings.ID));
  }

  /** A program whose variable is empty would take the first row of all for the one it wants. */
  @Example
  void emptyKey_isRefused_butInTheFormOfThePage() throws Exception {
    for (String path :
        List.of(
            "/api/v1/pipelines/readings/rows",
            "/api/v1/pipelines/readings/rows.csv",
            "/pipelines/readings/rows.json")) {
      HttpResponse<String> answer = get(path + "?key=");
      assertThat(answer.statusCode()).as(path).isEqualTo(400);
      assertThat(answer.body()).contains("The key's id is '', expected a UUID");
    }
    assertThat(get("/pipelines/readings/rows?key=").body()).contains("3 rows");
  }

  @Example
  void page_keepsItsTag_alsoIfThereAreMore() throws Exception {
    String page = "/api/v1/pipelines/readings/rows?limit=2";
    HttpResponse<String> first = get(page);
    assertThat(first.body()).contains("\"cursor\"");

    HttpResponse<String> again =
        send(
            request(page)
                .header("Authorization", "Bearer " + OPERATOR)
                .header("If-None-Match", first.headers().firstValue("ETag").orElseThrow()));

    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Example
  void head_isAnsweredAsGet_withoutContent() throws Exception {
    for (String path : List.of("/rows", "/rows.csv", "/rows?key=x", "/rows?limit=2")) {
      String address = "/api/v1/pipelines/readings" + path;
      HttpResponse<String> get = get(address);
      HttpResponse<String> head =
          send(
              request(address)
                  .method("HEAD", HttpRequest.BodyPublishers.noBody())
                  .header("Authorization", "Bearer " + OPERATOR));

      assertThat(head.statusCode()).as(path).isEqualTo(get.statusCode());
      for (String header :
          List.of("Content-Type", "Content-Length", "ETag", "Content-Disposition")) {
        assertThat(head.headers().firstValue(header))
            .as(path + " " + header)
            .isEqualTo(get.headers().firstValue(header));
      }
      assertThat(head.body()).as(path).isEmpty();
    }
  }

  @Example
  void json_isTheSame_besideThePage() throws Exception {
    assertThat(get("/pipelines/readings/rows.json?limit=3").body())
        .isEqualTo(get("/api/v1/pipelines/readings/rows?limit=3").body());
  }

  @Example
  void cursor_leadsThroughAllRows() throws Exception {
    List<String> notes = new ArrayList<>();
    String path = "/api/v1/pipelines/readings/rows?limit=2";
    while (!path.isEmpty()) {
      HttpResponse<String> answer = get(path);
      JsonNode json = JSON.readTree(answer.body());
      json.path("rows").forEach(row -> notes.add(row.path("values").path("note").asText()));
      String link = answer.headers().firstValue("Link").orElse("");
      assertThat(link.contains(json.path("cursor").asText("none"))).isEqualTo(json.has("cursor"));
      path = link.isEmpty() ? "" : link.substring(1, link.indexOf('>'));
    }

    assertThat(notes).isEqualTo(NOTES);
  }

  @Example
  void csv_quotesWhatNeedsIt() throws Exception {
    HttpResponse<String> answer = get("/pipelines/readings/rows.csv");

    String row =
        Readings.ID
            + ",Ålesund,2026-11-03,2026-11-03T05:06:07.089Z,-0.50,%s,2026-11-03T05:06:07.089017Z,\r\n";
    assertThat(answer.body())
        .isEqualTo(
            "id,place,day,taken,celsius,note,written_at,expires_at\r\n"
                + row.formatted("\"\"")
                + row.formatted("\"windy, \"\"cold\"\"\nand wet\"")
                + row.formatted("<b>fog</b>"));
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/csv; charset=utf-8");
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .hasValueSatisfying(value -> assertThat(value).contains("readings.csv"));
  }

  @Example
  void page_showsRows_aFormForTheKey_andTheNextPage() throws Exception {
    String page = get("/pipelines/readings/rows?limit=2").body();

    assertThat(page)
        .contains("2 rows", "there are more", "windy, \"cold\"", "Next page", "name=\"key\"")
        .contains("/record?pipeline=readings&amp;key=" + Readings.ID)
        .doesNotContain("First page", "fog");
    String next = page.replaceAll("(?s).*href=\"(\\?[^\"]*cursor=[^\"]*)\".*", "$1");
    assertThat(get("/pipelines/readings/rows" + next.replace("&amp;", "&")).body())
        .contains("1 row ", "&lt;b&gt;fog&lt;/b&gt;", "First page")
        .doesNotContain("Next page");
  }

  @Example
  void values_areMasked_whenThePersonIsNoOperator() throws Exception {
    assertThat(getAsViewer("/api/v1/pipelines/readings/rows").body())
        .contains("\"note\":\"•••••\"", "Ålesund")
        .doesNotContain("windy", "fog");
    assertThat(getAsViewer("/pipelines/readings/rows.csv").body())
        .contains("-0.50,•••••,")
        .doesNotContain("windy", "fog");
    assertThat(getAsViewer("/pipelines/readings/rows").body())
        .contains("<td class=\"masked\">•••••</td>", "only operators see")
        .doesNotContain("windy", "fog");
    assertThat(get("/pipelines/readings/rows").body()).doesNotContain("•••••");
  }

  @Example
  void page_saysWhatIsNotKnown() throws Exception {
    HttpResponse<String> page = get("/pipelines/readings/rows?table=readings_by_place");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("Not known: Cassandra gave no answer within 4.0 s");
    assertThat(get("/api/v1/pipelines/readings/rows?table=readings_by_place").statusCode())
        .isEqualTo(503);
  }

  @Example
  void request_isAnsweredWithAProblem_whenItCannotBeUsed() throws Exception {
    for (String query : List.of("cursor=x", "limit=x", "key=x", "table=x", "tabel=x")) {
      for (String path :
          List.of("/api/v1/pipelines/readings/rows", "/pipelines/readings/rows.csv")) {
        HttpResponse<String> answer = get(path + "?" + query);
        assertThat(answer.statusCode()).as(query).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type"))
            .as(query)
            .contains("application/problem+json");
      }
      HttpResponse<String> page = get("/pipelines/readings/rows?" + query);
      assertThat(page.statusCode()).as(query).isEqualTo(400);
      assertThat(page.body()).as(query).contains("<h1>Cannot be used</h1>");
    }
  }

  /** Whatever is asked, the answer is rows, or says what cannot be used. */
  @Property(tries = 300)
  void request_isAnswered_whateverTheParameters(@ForAll("queries") String query) throws Exception {
    HttpResponse<String> answer = get("/api/v1/pipelines/readings/rows?" + query);

    assertThat(answer.statusCode()).as(query).isIn(200, 400, 503);
    assertThat(JSON.readTree(answer.body()).isObject()).isTrue();
  }

  @Provide
  Arbitrary<String> queries() {
    Arbitrary<String> names =
        Arbitraries.of("table", "key", "limit", "cursor").edgeCases(edges -> edges.none());
    Arbitrary<String> values =
        Arbitraries.oneOf(
            Arbitraries.strings().all().ofMaxLength(40).map(RowRoutesTest::encoded),
            Arbitraries.of(
                "",
                "1",
                "500",
                "-1",
                "readings",
                "readings_by_place",
                "2026-11-03",
                "Bergen",
                Readings.ID.toString(),
                "2026-11-03T05:06:07Z",
                "%00",
                "%ff",
                "%c3%28",
                "AAAA"));
    return names
        .flatMap(name -> values.map(value -> name + "=" + value))
        .list()
        .ofMaxSize(6)
        .map(parts -> String.join("&", parts));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return send(request(path).header("Authorization", "Bearer " + OPERATOR));
  }

  private static HttpResponse<String> getAsViewer(String path) throws Exception {
    return send(request(path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }
}
