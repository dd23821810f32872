package io.tributary.producer.source;

import io.tributary.model.definition.Paging;
import io.tributary.model.definition.Source;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The requests of one run, in order: what to ask for first, and what after each page. */
final class PageRequests {
  private final Source source;
  private final Optional<String> seed;
  private final int pageSize;

  /** The most records that a page had so far: a source may give fewer than it is asked for. */
  private int fullest;

  private @Nullable FetchedPage latest;

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

  /** The most records that the source's page numbers reach. */
  long reach() {
    return source.paging() instanceof Paging.Numbered numbered
        ? (long) pageSize * numbered.lastPage()
        : Long.MAX_VALUE;
  }

  /**
   * @param wanted records that the run still needs, 1 or more
   */
  PageRequest first(long wanted) {
    return request(1, null, wanted);
  }

  /**
   * The request after {@code page}; none when the source has no more. Numbered pages end with one
   * that is shorter than another was: a first page with fewer records than asked for may be all
   * that there is, or all that the source gives at once.
   */
  Optional<PageRequest> after(FetchedPage page, long wanted) {
    PageRequest last = page.request();
    Paging paging = source.paging();
    latest = page;
    if (paging instanceof Paging.Numbered numbered) {
      boolean full = page.returned() > 0 && page.returned() >= fullest;
      fullest = Math.max(fullest, page.returned());
      return full && last.number() < numbered.lastPage()
          ? Optional.of(request(last.number() + 1, null, wanted))
          : Optional.empty();
    }
    return page.nextToken().map(token -> request(last.number() + 1, token, wanted));
  }

  /** Whether the page before may have been the last: it had fewer records than asked for. */
  boolean mayHaveEnded() {
    return isFinite() && latest != null && latest.returned() < latest.request().size();
  }

  /** Whether a page is the one before once more, which some sources give beyond their last. */
  boolean isGivenAgain(FetchedPage page) {
    FetchedPage before = latest;
    // two records that are the same may well follow each other
    return isFinite() && before != null && page.returned() > 1 && page.beginsAs(before);
  }

  /** Whether pages are numbered and come to an end. */
  private boolean isFinite() {
    return source.paging() instanceof Paging.Numbered && !endless(source);
  }

  private PageRequest request(int number, @Nullable String token, long wanted) {
    int size = isCutToFit() ? (int) Math.min(pageSize, wanted) : pageSize;
    HttpUrl.Builder url = HttpUrl.get(source.url().toString()).newBuilder();
    for (Map.Entry<String, String> fixed : source.query().entrySet()) {
      url.addQueryParameter(fixed.getKey(), fixed.getValue());
    }
    String place;
    if (source.paging() instanceof Paging.Numbered numbered) {
      numbered.seedParameter().ifPresent(name -> url.setQueryParameter(name, seed.orElseThrow()));
      url.setQueryParameter(numbered.pageParameter(), Integer.toString(number));
      place = seed.orElse("") + "/" + number;
    } else if (source.paging() instanceof Paging.Token byToken && token != null) {
      url.setQueryParameter(byToken.tokenParameter(), token);
      place = token;
    } else {
      place = "";
    }
    PageSize.sizeParameter(source.paging())
        .ifPresent(name -> url.setQueryParameter(name, Integer.toString(size)));
    return new PageRequest(number, place, url.build(), size, wanted);
  }

  /**
   * Whether the last page may be asked for with fewer records. Without a size parameter it comes
   * whole, however little of it is needed; and where pages are numbered, another size means other
   * records, unless they are made up from the seed in the same order.
   */
  private boolean isCutToFit() {
    return PageSize.sizeParameter(source.paging()).isPresent() && !isFinite();
  }

  private static Optional<String> seedParameter(Source source) {
    return source.paging() instanceof Paging.Numbered numbered
        ? numbered.seedParameter()
        : Optional.empty();
  }
}
