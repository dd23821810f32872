package io.tributary.producer.source;

import io.tributary.model.definition.Paging;
import io.tributary.model.definition.Source;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The requests of one run, in order: what to ask for first, and what after each page. */
final class PageRequests {
  private final Source source;
  private final Optional<String> seed;
  private final int pageSize;

  /**
   * @param seed goes where the source takes one
   */
  PageRequests(Source source, String seed, int pageSize) {
    this.source = source;
    this.seed = seedParameter(source).map(parameter -> seed);
    this.pageSize = pageSize;
  }

  /** What makes the pages repeatable; none for a source without such a parameter. */
  Optional<String> seed() {
    return seed;
  }

  /** Whether every page number has a full page: records are made up as they are asked for. */
  static boolean endless(Source source) {
    return seedParameter(source).isPresent();
  }

  /** Whether it is the answers that name the next page, by a token, a URL or a link. */
  static boolean chained(Paging paging) {
    return paging instanceof Paging.Token || isByUrl(paging);
  }

  private static boolean isByUrl(Paging paging) {
    return paging instanceof Paging.NextUrl || paging instanceof Paging.LinkHeader;
  }

  /** The most records that the source's page numbers reach. */
  long reach() {
    return source.paging() instanceof Paging.Numbered numbered
        ? pageSize * (1L + numbered.lastPage() - numbered.firstPage())
        : Long.MAX_VALUE;
  }

  /**
   * @param wanted records that the run still needs, 1 or more
   */
  PageRequest first(long wanted) {
    return request(1, null, wanted);
  }

  /**
   * The request after {@code page}, if the source has more; none when the page does not tell what
   * that would be, or it would be beyond the definition's last page.
   */
  Optional<PageRequest> after(FetchedPage page, long wanted) {
    int number = page.number() + 1;
    Paging paging = source.paging();
    if (paging instanceof Paging.Numbered numbered) {
      return numbered.firstPage() + page.number() <= numbered.lastPage()
          ? Optional.of(request(number, null, wanted))
          : Optional.empty();
    }
    if (paging instanceof Paging.Offset) {
      // of a page that is left out nothing is known but how many records it should have had
      int passed = page.returned() > 0 ? page.returned() : page.request().size();
      long offset = Long.parseLong(page.request().place()) + passed;
      return Optional.of(request(number, Long.toString(offset), wanted));
    }
    if (paging instanceof Paging.Keyset) {
      return page.signs().lastValue().map(value -> request(number, value, wanted));
    }
    if (isByUrl(paging)) {
      return page.nextToken()
          .flatMap(url -> Optional.ofNullable(page.request().url().resolve(url)))
          .map(url -> new PageRequest(number, Integer.toString(number), url, pageSize, wanted));
    }
    return page.nextToken().map(token -> request(number, token, wanted));
  }

  /** What tells a request from the others: all of it but how many records it asks for. */
  HttpUrl identity(PageRequest request) {
    HttpUrl.Builder url = request.url().newBuilder();
    source.paging().sizeParameter().ifPresent(url::removeAllQueryParameters);
    return url.build();
  }

  /** A request for a message: values that the definition or the source gave may be secret. */
  static String shown(Source source, PageRequest request) {
    Set<String> ours = new HashSet<>();
    if (source.paging() instanceof Paging.Numbered numbered) {
      ours.add(numbered.pageParameter());
      numbered.seedParameter().ifPresent(ours::add);
    } else if (source.paging() instanceof Paging.Offset byOffset) {
      ours.add(byOffset.offsetParameter());
    }
    source.paging().sizeParameter().ifPresent(ours::add);
    HttpUrl url = request.url();
    StringBuilder text = new StringBuilder("page ");
    text.append(request.number()).append(" of ");
    text.append(
        isByUrl(source.paging()) && request.number() > 1
            ? url.newBuilder().query(null).fragment(null).build()
            : source.url());
    for (int i = 0; i < url.querySize(); i++) {
      String name = url.queryParameterName(i);
      text.append(i == 0 ? '?' : '&').append(name).append('=');
      text.append(ours.contains(name) ? url.queryParameterValue(i) : "…");
    }
    return text.toString();
  }

  /**
   * @param from the token, offset or value that the page begins at; null for the first, and where
   *     pages have numbers
   */
  private PageRequest request(int number, @Nullable String from, long wanted) {
    int size = isCutToFit() ? (int) Math.min(pageSize, wanted) : pageSize;
    HttpUrl.Builder url = HttpUrl.get(source.url().toString()).newBuilder();
    for (Map.Entry<String, String> fixed : source.query().entrySet()) {
      url.addQueryParameter(fixed.getKey(), fixed.getValue());
    }
    String place;
    if (source.paging() instanceof Paging.Numbered numbered) {
      String page = Long.toString(numbered.firstPage() + number - 1L);
      numbered.seedParameter().ifPresent(name -> url.setQueryParameter(name, seed.orElseThrow()));
      url.setQueryParameter(numbered.pageParameter(), page);
      place = seed.orElse("") + "/" + page;
    } else if (source.paging() instanceof Paging.Offset byOffset) {
      place = from == null ? Integer.toString(byOffset.firstOffset()) : from;
      url.setQueryParameter(byOffset.offsetParameter(), place);
    } else if (source.paging() instanceof Paging.Token byToken && from != null) {
      url.setQueryParameter(byToken.tokenParameter(), from);
      place = from;
    } else if (source.paging() instanceof Paging.Keyset keyset) {
      if (from != null) {
        url.setQueryParameter(keyset.valueParameter(), from);
      }
      place = Integer.toString(number);
    } else {
      // the values in a URL may be secret
      place = isByUrl(source.paging()) ? Integer.toString(number) : "";
    }
    source
        .paging()
        .sizeParameter()
        .ifPresent(name -> url.setQueryParameter(name, Integer.toString(size)));
    return new PageRequest(number, place, url.build(), size, wanted);
  }

  /**
   * Whether the last page may be asked for with fewer records. Without a size parameter it comes
   * whole, however little of it is needed. Where pages are numbered, another size means other
   * records, unless they are made up from the seed in the same order. A URL that the source names
   * has the size of the first request in it.
   */
  private boolean isCutToFit() {
    Paging paging = source.paging();
    boolean otherSizeOtherRecords = paging instanceof Paging.Numbered && !endless(source);
    return paging.sizeParameter().isPresent() && !otherSizeOtherRecords && !isByUrl(paging);
  }

  private static Optional<String> seedParameter(Source source) {
    return source.paging() instanceof Paging.Numbered numbered
        ? numbered.seedParameter()
        : Optional.empty();
  }
}
