package io.tributary.producer.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import io.tributary.model.definition.EndSigns;
import io.tributary.model.definition.Paging;
import io.tributary.model.definition.Source;
import io.tributary.model.mapping.PageSigns;
import io.tributary.model.template.Values;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PageRequestsTest {

  @Test
  void requests_carrySeedPageAndSize_whenPagesAreNumbered() {
    PageRequests requests = new PageRequests(Definitions.source(Definitions.SEEDED), "s1", 50);
    PageRequest first = requests.first(120);
    assertThat(first.url()).hasToString("http://people.example/api/?seed=s1&page=1&results=50");
    assertThat(first.cursor(7)).isEqualTo("s1/1/7");
    PageRequest second = requests.after(page(first, 50, ""), 70).orElseThrow();
    assertThat(second.url()).hasToString("http://people.example/api/?seed=s1&page=2&results=50");
    PageRequest last = requests.after(page(second, 50, ""), 20).orElseThrow();
    assertThat(last.url()).hasToString("http://people.example/api/?seed=s1&page=3&results=20");
    assertThat(last.cursor(19)).isEqualTo("s1/3/19");
  }

  @Test
  void after_isNothing_beyondTheLastPage() {
    Paging.Numbered two =
        new Paging.Numbered("page", Optional.of("results"), Optional.of("seed"), 50, 2);
    PageRequests requests = new PageRequests(Definitions.source(two), "s1", 50);
    PageRequest second = requests.after(page(requests.first(500), 50, ""), 450).orElseThrow();
    assertThat(requests.after(page(second, 50, ""), 400)).isEmpty();
    assertThat(requests.reach()).isEqualTo(100);
  }

  @Test
  void requests_countFromTheFirstPage() {
    Paging.Numbered fromZero =
        new Paging.Numbered("p", Optional.empty(), Optional.empty(), 50, 3, 0, EndSigns.NONE);
    PageRequests requests = new PageRequests(Definitions.source(fromZero), "s1", 50);
    PageRequest first = requests.first(500);
    assertThat(first.url()).hasToString("http://people.example/api/?p=0");
    assertThat(first.cursor(0)).isEqualTo("/0/0");
    PageRequest second = requests.after(page(first, 50, ""), 450).orElseThrow();
    assertThat(second.url()).hasToString("http://people.example/api/?p=1");
    assertThat(requests.seed()).isEmpty();
    assertThat(requests.reach()).as("pages 0 to 3").isEqualTo(200);
  }

  @Test
  void requests_leaveOutWhatCame_whenPagesHaveAnOffset() {
    Paging.Offset offset = new Paging.Offset("skip", Optional.of("take"), 50, 1, EndSigns.NONE);
    PageRequests requests = new PageRequests(Definitions.source(offset), "s1", 50);
    PageRequest first = requests.first(500);
    assertThat(first.url()).hasToString("http://people.example/api/?skip=1&take=50");
    PageRequest second = requests.after(page(first, 30, ""), 470).orElseThrow();
    assertThat(second.url())
        .as("a source that gives fewer than asked for has the rest still to give")
        .hasToString("http://people.example/api/?skip=31&take=50");
    assertThat(second.cursor(4)).isEqualTo("31/4");
  }

  @Test
  void requests_nameTheLastRecord_whenPagesFollowAKey() {
    Paging.Keyset keyset =
        new Paging.Keyset(
            "after", JsonPointer.compile("/id"), Optional.of("limit"), 50, EndSigns.NONE);
    PageRequests requests = new PageRequests(Definitions.source(keyset), "s1", 50);
    PageRequest first = requests.first(500);
    assertThat(first.url()).hasToString("http://people.example/api/?limit=50");
    PageSigns signs =
        new PageSigns(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            Optional.of("ch 9"));
    FetchedPage page =
        new FetchedPage(first, List.of(), 50, Instant.EPOCH, signs, Optional.empty());
    PageRequest second = requests.after(page, 5).orElseThrow();
    assertThat(second.url()).hasToString("http://people.example/api/?after=ch%209&limit=5");
    assertThat(requests.after(page(second, 5, ""), 5)).isEmpty();
  }

  @Test
  void requests_followUrls_absoluteAndRelative() {
    Paging.NextUrl byUrl =
        new Paging.NextUrl(JsonPointer.compile("/next"), Optional.of("limit"), 50, EndSigns.NONE);
    PageRequests requests = new PageRequests(Definitions.source(byUrl), "s1", 50);
    PageRequest first = requests.first(20);
    assertThat(first.url()).hasToString("http://people.example/api/?limit=50");
    PageRequest second =
        requests
            .after(page(first, 50, "http://people.example/v2?c=4711&limit=50"), 9)
            .orElseThrow();
    assertThat(second.url()).hasToString("http://people.example/v2?c=4711&limit=50");
    assertThat(second.cursor(3)).as("a URL may hold a secret").isEqualTo("2/3");
    PageRequest third = requests.after(page(second, 50, "?c=4712"), 9).orElseThrow();
    assertThat(third.url()).hasToString("http://people.example/v2?c=4712");
    assertThat(PageRequests.shown(Definitions.source(byUrl), third))
        .isEqualTo("page 3 of http://people.example/v2?c=…");
    assertThat(requests.after(page(third, 50, "ftp://people.example/"), 9)).isEmpty();
  }

  @Test
  void requests_keepTheirSize_whenPagesAreNumberedWithoutASeed() {
    PageRequests requests = new PageRequests(Definitions.source(Definitions.FINITE), "s1", 50);
    PageRequest second = requests.after(page(requests.first(70), 50, ""), 20).orElseThrow();
    assertThat(second.url())
        .as("of pages of 20, the second would have records of the first")
        .hasToString("http://people.example/api/?page=2&size=50");
    assertThat(second.wanted()).isEqualTo(20);
  }

  @Test
  void requests_followTheTokens_whenPagesAreChained() {
    PageRequests requests = new PageRequests(Definitions.source(Definitions.TOKENS), "s1", 50);
    PageRequest first = requests.first(500);
    assertThat(first.url()).hasToString("http://people.example/api/?limit=50");
    assertThat(first.cursor(3)).isEqualTo("/3");
    PageRequest second = requests.after(page(first, 50, "a&b=c"), 10).orElseThrow();
    assertThat(second.url()).hasToString("http://people.example/api/?after=a%26b%3Dc&limit=10");
    assertThat(second.cursor(3)).isEqualTo("a&b=c/3");
    assertThat(requests.after(page(second, 10, ""), 10)).isEmpty();
  }

  @Test
  void requests_areOne_withoutPages() {
    PageRequests requests = new PageRequests(Definitions.source(new Paging.None()), "s1", 50);
    PageRequest only = requests.first(10);
    assertThat(only.url()).hasToString("http://people.example/api/");
    assertThat(requests.after(page(only, 10, ""), 90)).isEmpty();
  }

  @Test
  void requests_keepTheDefinitionsQuery() {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("nat", "gb,us");
    query.put("inc", "name");
    Source source =
        new Source(
            URI.create("http://people.example/api"),
            query,
            JsonPointer.compile("/results"),
            Optional.empty(),
            Definitions.SEEDED,
            Optional.empty());
    assertThat(new PageRequests(source, "s 1", 5).first(9).url())
        .hasToString("http://people.example/api?nat=gb%2Cus&inc=name&seed=s%201&page=1&results=5");
  }

  @Test
  void requests_haveThePageWhereATemplateNamesIt() throws Exception {
    PageRequests requests =
        requests(
            """
            url: http://people.example/v2/{run:country}/pages/{page}
            query: {tag: [new, sale], since: "{today-7d}", q: "{run:words}", n: "{size}"}
            headers: {X-Page: "{page}", Accept-Language: en}
            parameters: {country: us, words: ""}
            paging: {type: page, page-size: 50}
            """,
            Map.of("country", "a b/c", "words", ""));
    PageRequest first = requests.first(500);
    assertThat(first.url())
        .hasToString(
            "http://people.example/v2/a%20b%2Fc/pages/1?tag=new&tag=sale&since=2026-01-24&n=50");
    assertThat(first.extras().headers())
        .containsExactly(Map.entry("X-Page", "1"), Map.entry("Accept-Language", "en"));
    assertThat(first.extras().method()).isEqualTo("GET");
    PageRequest second = requests.after(page(first, 50, ""), 450).orElseThrow();
    assertThat(second.url().encodedPath()).isEqualTo("/v2/a%20b%2Fc/pages/2");
    assertThat(second.identity()).isNotEqualTo(first.identity());
  }

  @Test
  void requests_areToldApart_whereTheBodyAloneDiffers() throws Exception {
    PageRequests requests =
        requests(
            """
            url: http://people.example/search
            body:
              json: {filter: {after: "{last-value|number}", name: "{last-value}"}, page: ["{size}", 7]}
            paging: {type: keyset, value: /id, page-size: 50}
            """,
            Map.of());
    PageRequest first = requests.first(500);
    assertThat(body(first)).isEqualTo("{\"filter\":{},\"page\":[50,7]}");
    assertThat(first.extras().method()).isEqualTo("POST");
    assertThat(first.url()).hasToString("http://people.example/search");
    PageRequest second = requests.after(ending(first, "99"), 5).orElseThrow();
    assertThat(body(second))
        .isEqualTo("{\"filter\":{\"after\":99,\"name\":\"99\"},\"page\":[5,7]}");
    PageRequest third = requests.after(ending(second, "120"), 400).orElseThrow();
    assertThat(List.of(first.identity(), second.identity(), third.identity()))
        .doesNotHaveDuplicates();
    PageRequest again = requests.after(ending(third, "120"), 1).orElseThrow();
    assertThat(again.identity()).as("whatever its size").isEqualTo(third.identity());
  }

  @Test
  void requests_carryFormsGraphQlAndTexts() throws Exception {
    String paging = "paging: {type: token, next: /next, page-size: 50}\n";
    PageRequests form =
        requests(
            "url: http://people.example/\nbody: {form: {q: a&b, c: '{token}', n: [1, 2]}}\n"
                + paging,
            Map.of());
    PageRequest first = form.first(500);
    assertThat(body(first)).isEqualTo("q=a%26b&n=1&n=2");
    assertThat(body(form.after(page(first, 50, "t=1"), 50).orElseThrow()))
        .isEqualTo("q=a%26b&c=t%3D1&n=1&n=2");
    PageRequests graph =
        requests(
            """
            url: http://people.example/graphql
            body:
              graphql: {query: "query($n: Int) { users(first: $n) { id {token} } }", variables: {n: "{size}", after: "{token}"}}
            """
                + paging,
            Map.of());
    first = graph.first(500);
    String query =
        "{\"query\":\"query($n: Int) { users(first: $n) { id {token} } }\",\"variables\":{\"n\":50%s}}";
    assertThat(body(first)).isEqualTo(query.formatted(""));
    assertThat(body(graph.after(page(first, 50, "x\"y"), 50).orElseThrow()))
        .isEqualTo(query.formatted(",\"after\":\"x\\\"y\""));
    PageRequests text =
        requests(
            """
            url: http://people.example/
            method: PUT
            headers: {Content-Type: application/sql}
            body: {text: "select * from users after '{token}' limit {size}"}
            """
                + paging,
            Map.of());
    first = text.first(500);
    assertThat(body(first)).isEqualTo("select * from users after '' limit 50");
    assertThat(first.extras().method()).isEqualTo("PUT");
  }

  @Test
  void shown_hidesAllButWhatPagingCounts() throws Exception {
    Source source =
        Definitions.source(
            """
            url: http://people.example/{page}
            query: {p: "{page}", key: letmein, day: "{today}"}
            paging: {type: page, page-size: 50}
            """);
    PageRequest first = new PageRequests(source, "s", 50).first(9);
    assertThat(PageRequests.shown(source, first))
        .isEqualTo("page 1 of http://people.example/{page}?p=1&key=…&day=…");
  }

  private static PageRequests requests(String source, Map<String, String> parameters)
      throws Exception {
    Instant now = Instant.parse("2026-01-31T12:00:00Z");
    return new PageRequests(Definitions.source(source), "s1", 50, Values.of(now, parameters));
  }

  private static String body(PageRequest request) {
    return new String(request.extras().body().orElseThrow().content(), UTF_8);
  }

  private static FetchedPage ending(PageRequest request, String lastValue) {
    PageSigns signs =
        new PageSigns(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            Optional.of(lastValue));
    return new FetchedPage(request, List.of(), 50, Instant.EPOCH, signs, Optional.empty());
  }

  private static FetchedPage page(PageRequest request, int returned, String token) {
    return new FetchedPage(
        request,
        List.of(),
        returned,
        Instant.EPOCH,
        Optional.of(token).filter(next -> !next.isEmpty()));
  }
}
