package io.tributary.producer.source;

import io.tributary.model.definition.Paging;
import io.tributary.model.definition.Source;
import java.util.HashSet;
import java.util.Locale;
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

  /** The most records that a page had so far: a source may give fewer than it is asked for. */
  private int fullest;

  private @Nullable FetchedPage latest;

  private boolean anyToken;

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
    anyToken |= page.nextToken().isPresent();
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

  /** What ended the source, when {@link #after} has nothing after {@code page}. */
  SourceEnd endAfter(FetchedPage page) {
    boolean isFull = page.returned() > 0 && page.returned() >= page.request().size();
    if (source.paging() instanceof Paging.Token token) {
      return anyToken
          ? new SourceEnd(
              String.format(Locale.ROOT, "page %d names no other", page.number()), false)
          : new SourceEnd(
              "the answer had nothing at %s: check source.paging.next if there should be more"
                  .formatted(token.next()),
              isFull);
    }
    if (source.paging() instanceof Paging.None) {
      return new SourceEnd(
          String.format(
              Locale.ROOT,
              "source.paging is none, and its answer had %,d records",
              page.returned()),
          false);
    }
    return new SourceEnd(
        isFull
            ? String.format(
                Locale.ROOT, "page %d is the last by source.paging.last-page", page.number())
            : String.format(
                Locale.ROOT,
                "page %d had %,d of the %,d records asked for",
                page.number(),
                page.returned(),
                page.request().size()),
        false);
  }

  /** What ended the source, when {@code again} is the page before once more. */
  SourceEnd endAtRepeated(FetchedPage again) {
    int number = again.number();
    String how = String.format(Locale.ROOT, "page %d is page %d once more", number, number - 1);
    if (number > 2 || !(source.paging() instanceof Paging.Numbered numbered)) {
      return new SourceEnd(how, false);
    }
    return new SourceEnd(
        "%s: does it know the parameter '%s' (source.paging.page-parameter)?"
            .formatted(how, numbered.pageParameter()),
        again.returned() >= again.request().size());
  }

  /** Whether pages are numbered and come to an end. */
  private boolean isFinite() {
    return source.paging() instanceof Paging.Numbered && !endless(source);
  }

  /** A request for a message: values that the definition or the source gave may be secret. */
  static String shown(Source source, PageRequest request) {
    Set<String> ours = new HashSet<>();
    if (source.paging() instanceof Paging.Numbered numbered) {
      ours.add(numbered.pageParameter());
      numbered.seedParameter().ifPresent(ours::add);
    }
    PageSize.sizeParameter(source.paging()).ifPresent(ours::add);
    HttpUrl url = request.url();
    StringBuilder text = new StringBuilder("page ");
    text.append(request.number()).append(" of ").append(source.url());
    for (int i = 0; i < url.querySize(); i++) {
      String name = url.queryParameterName(i);
      text.append(i == 0 ? '?' : '&').append(name).append('=');
      text.append(ours.contains(name) ? url.queryParameterValue(i) : "…");
    }
    return text.toString();
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
