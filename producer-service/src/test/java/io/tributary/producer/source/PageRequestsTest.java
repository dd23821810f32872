package io.tributary.producer.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import io.tributary.model.definition.EndSigns;
import io.tributary.model.definition.Paging;
import io.tributary.model.definition.Source;
import io.tributary.model.mapping.PageSigns;
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

  private static FetchedPage page(PageRequest request, int returned, String token) {
    return new FetchedPage(
        request,
        List.of(),
        returned,
        Instant.EPOCH,
        Optional.of(token).filter(next -> !next.isEmpty()));
  }
}
