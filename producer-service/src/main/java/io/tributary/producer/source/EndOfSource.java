package io.tributary.producer.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.model.count.Hash;
import io.tributary.model.definition.EndSigns;
import io.tributary.model.definition.Paging;
import io.tributary.model.definition.Source;
import io.tributary.model.mapping.MappedRecord;
import io.tributary.producer.source.SourceEnd.Kind;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Decides after each answer whether the source has ended, goes on, or contradicts itself. A source
 * ends only where it says so; docs/sources.md has the rules. A page that is short, or was there
 * before, is evidence: further requests decide. For one thread.
 */
final class EndOfSource {

  /** What follows an answer. */
  sealed interface Next {
    /** Another page. */
    record Ask(PageRequest request) implements Next {}

    /** The same page, after a pause: what came may pass. */
    record AskAgain(PageRequest request) implements Next {}

    record Ended(SourceEnd end) implements Next {}

    /**
     * Nobody knows whether the source has more.
     *
     * @param what continues the sentence "the source …"
     * @param advice what to check or change
     */
    record Unclear(String what, String advice) implements Next {}
  }

  /**
   * @param isUsed whether the answer's records are the run's: not those of the page before once
   *     more
   */
  record Step(boolean isUsed, Next next) {}

  private static final int MOST_STRIKES = 2;
  private static final int MOST_TIMES_ASKED = 5;

  /** Sources that count only up to some number take a multiple of this. */
  private static final int ROUND = 1_000;

  private final Source source;
  private final Paging paging;
  private final EndSigns signs;
  private final PageRequests requests;
  private final boolean chained;
  private final boolean oneStatePerRow;
  private final SeenHashes pages = new SeenHashes();
  private final SeenHashes asked = new SeenHashes();

  /** The last page with records that is not the one before once more. */
  private @Nullable FetchedPage latest;

  private boolean latestIsNew;

  /** What the newest answer that told it said. */
  private OptionalLong total = OptionalLong.empty();

  private Optional<Boolean> hasMore = Optional.empty();

  /** What is asked for once more, if something is; whether it had no records, and how often. */
  private @Nullable PageRequest again;

  private boolean wasNothing;
  private int timesAsked;
  private boolean anyNext;
  private boolean totalIsWrong;

  /** The most records that a page had: a source may give fewer than it is asked for. */
  private int fullest;

  private long read;
  private int different;
  private int emptyInRow;

  /** How often pages in a row were there before, or led back to one that was. */
  private int strikes;

  /**
   * @param oneStatePerRow whether a page whose rows were all there before is seen as a sign of a
   *     loop; not for a source that gives several states of one row
   */
  EndOfSource(Source source, PageRequests requests, boolean oneStatePerRow) {
    this.source = source;
    this.paging = source.paging();
    this.signs = paging.ends();
    this.requests = requests;
    this.chained = PageRequests.chained(paging);
    this.oneStatePerRow = oneStatePerRow;
  }

  /**
   * What follows {@code page}.
   *
   * @param wanted records that the run needs after this page, 1 or more
   */
  Step after(FetchedPage page, long wanted) {
    if (PageRequests.endless(source)) {
      return new Step(true, orLastPage(page, wanted));
    }
    boolean isNothing = page.returned() == 0;
    boolean isAskedAgain = page.request().equals(again);
    boolean isSecondTime = isAskedAgain && isNothing == wasNothing;
    timesAsked = isAskedAgain ? timesAsked + 1 : 1;
    again = null;
    wasNothing = isNothing;
    page.signs().total().ifPresent(count -> total = OptionalLong.of(count));
    hasMore = page.instead().isPresent() ? hasMore : page.signs().hasMore();
    asked.add(hash(page.request().identity()));
    Step step;
    if (page.instead().isPresent()) {
      step = new Step(false, afterNoPage(page, page.instead().get(), wanted, isSecondTime));
    } else if (page.returned() == 0) {
      step = new Step(true, afterEmpty(page, wanted, isSecondTime));
    } else {
      step = afterRecords(page, wanted, isSecondTime);
    }
    anyNext |= page.nextToken().isPresent();
    if (step.next() instanceof Next.AskAgain repeated) {
      if (timesAsked >= MOST_TIMES_ASKED) {
        return new Step(false, differentEachTime(page));
      }
      again = repeated.request();
    }
    return step;
  }

  private Next differentEachTime(FetchedPage page) {
    return new Next.Unclear(
        String.format(
            Locale.ROOT,
            "has now something and now nothing as page %,d, when asked %,d times",
            page.number(),
            timesAsked),
        "try the run again later");
  }

  /** Whether the last page was short, or the total is reached. */
  boolean isLikelyTheEnd() {
    return isShort() || isTotalReached();
  }

  /** Whether the last page was shorter than another, or than it was asked to be. */
  private boolean isShort() {
    FetchedPage last = latest;
    return last != null && last.returned() < (different > 1 ? fullest : last.request().size());
  }

  private Next orLastPage(FetchedPage page, long wanted) {
    return requests
        .after(page, wanted)
        .<Next>map(Next.Ask::new)
        .orElseGet(() -> ended(Kind.LAST_PAGE, lastPage(page)));
  }

  // --- answers without records

  private Next afterNoPage(FetchedPage page, NoPage instead, long wanted, boolean isSecondTime) {
    if (instead.isIgnored()) {
      return afterIgnored(page, instead, wanted);
    }
    if (page.nextToken().isPresent()) {
      return afterEmpty(page, wanted, isSecondTime);
    }
    return unlessItSaysMore(
        instead.end(), numbered("page %,d ", page) + instead.what(), page, isSecondTime);
  }

  /** The page is left out. Where the answers name the next one, nothing can follow it. */
  private Next afterIgnored(FetchedPage page, NoPage instead, long wanted) {
    emptyInRow++;
    boolean canGoOn = paging instanceof Paging.Numbered || paging instanceof Paging.Offset;
    Optional<PageRequest> next = canGoOn ? requests.after(page, wanted) : Optional.empty();
    return next.isPresent() && emptyInRow < signs.maxEmptyPages()
        ? ask(next.get())
        : doubtful(Kind.STATUS_IGNORED, numbered("page %,d ", page) + instead.what());
  }

  private Next afterEmpty(FetchedPage page, long wanted, boolean isSecondTime) {
    String empty = numbered("page %,d has no records", page);
    if (saysNoMore(page)) {
      return ended(Kind.HAS_MORE_FALSE, noMore(page));
    }
    Optional<PageRequest> next = requests.after(page, wanted);
    if (!chained) {
      boolean canGoOn = paging instanceof Paging.Numbered || paging instanceof Paging.Offset;
      boolean saysMore = page.signs().hasMore().orElse(false) && next.isPresent() && canGoOn;
      if (!saysMore) {
        return unlessItSaysMore(Kind.EMPTY_PAGE, empty, page, isSecondTime);
      }
    } else if (next.isEmpty()) {
      return afterNoNext(page);
    } else if (isSame(next.get(), page.request())) {
      return contradiction(page)
          .orElseGet(() -> ended(Kind.EMPTY_PAGE, empty + " and names itself as the next"));
    }
    emptyInRow++;
    if (emptyInRow >= signs.maxEmptyPages()) {
      return contradiction(page)
          .orElseGet(
              () ->
                  doubtful(
                      Kind.EMPTY_PAGES,
                      String.format(
                          Locale.ROOT,
                          "%,d pages in a row have no records (source.paging.max-empty-pages)",
                          emptyInRow)));
    }
    return ask(next.orElseThrow());
  }

  /**
   * An answer by which a source says that it has no more: at once if that is likely anyway, else
   * when it is asked a second time, since an outage may look the same.
   */
  private Next unlessItSaysMore(Kind kind, String how, FetchedPage page, boolean isSecondTime) {
    Optional<Next> contradiction = contradiction(page);
    if (isSecondTime || (isLikelyTheEnd() && contradiction.isEmpty())) {
      return contradiction.orElseGet(() -> ended(kind, how));
    }
    return new Next.AskAgain(page.request());
  }

  /** What the source said that does not agree with an end. */
  private Optional<Next> contradiction(FetchedPage page) {
    if (hasMore.orElse(false)) {
      return Optional.of(
          new Next.Unclear(
              numbered("ended with page %,d", page)
                  + " although it says at %s that it has more".formatted(place(signs.hasMore())),
              "check source.paging.has-more, and ask the source's owner"));
    }
    if (!totalIsWrong && total.isPresent() && total.getAsLong() > read) {
      return Optional.of(
          new Next.Unclear(
              String.format(
                  Locale.ROOT,
                  "ended with page %,d and %,d records although it says at %s that it has %,d",
                  page.number(),
                  read,
                  place(signs.total()),
                  total.getAsLong()),
              "check the parameters of source.paging, and whether source.paging.total is a count"
                  + " of all records"));
    }
    return Optional.empty();
  }

  // --- pages

  private Step afterRecords(FetchedPage page, long wanted, boolean isSecondTime) {
    FetchedPage before = latest;
    boolean isBefore = before != null && page.beginsAs(before);
    long fingerprint = fingerprint(page);
    boolean wasThere = isBefore || pages.contains(fingerprint);
    if (wasThere && !isSecondTime && strikes == 0 && !saysNoMore(page)) {
      return new Step(false, new Next.AskAgain(page.request()));
    }
    pages.add(fingerprint);
    emptyInRow = 0;
    if (!isBefore) {
      read += page.returned();
      fullest = Math.max(fullest, page.returned());
      latest = page;
      latestIsNew = !wasThere;
      different += wasThere ? 0 : 1;
    }
    return new Step(!isBefore, next(page, wanted, isBefore, wasThere));
  }

  private Next next(FetchedPage page, long wanted, boolean isBefore, boolean wasThere) {
    if (saysNoMore(page)) {
      return ended(Kind.HAS_MORE_FALSE, noMore(page));
    }
    Optional<PageRequest> next = requests.after(page, wanted);
    if (next.isEmpty()) {
      return paging instanceof Paging.Keyset keyset
          ? new Next.Unclear(
              "has no text or number at "
                  + keyset.value()
                  + numbered(" in the last record of page %,d", page),
              "check source.paging.value: the next request is to name it")
          : afterNoNext(page);
    }
    Optional<Next> byTotal = chained ? Optional.empty() : byTotal(page);
    if (byTotal.isPresent()) {
      return byTotal.get();
    }
    boolean leadsBack = asked.contains(hash(next.get().identity()));
    int found = (wasThere ? 1 : 0) + (leadsBack ? 1 : 0);
    strikes = found == 0 ? 0 : strikes + found;
    if (strikes >= MOST_STRIKES) {
      return afterLoop(page, isBefore);
    }
    return ask(next.get());
  }

  /**
   * Ends where the total is reached. One more request shows whether that is one: it may be the
   * length of the first page, or, as a round number, all that the source counts up to.
   */
  private Optional<Next> byTotal(FetchedPage page) {
    if (!isTotalReached() || hasMore.orElse(false)) {
      return Optional.empty();
    }
    long count = total.orElseThrow();
    if (read > count) {
      totalIsWrong = true;
      return Optional.empty();
    }
    boolean isFull = page.returned() >= page.request().size();
    if (isFull && (page.number() == 1 || count % ROUND == 0)) {
      return Optional.empty();
    }
    return Optional.of(
        ended(
            Kind.TOTAL_REACHED,
            String.format(
                Locale.ROOT, "it has %,d records as it says at %s", count, place(signs.total()))));
  }

  private boolean isTotalReached() {
    return total.isPresent() && !totalIsWrong && read >= total.getAsLong();
  }

  private Next afterNoNext(FetchedPage page) {
    if (paging instanceof Paging.None) {
      return ended(
          Kind.ONE_ANSWER,
          String.format(
              Locale.ROOT,
              "source.paging is none, and its answer had %,d records",
              page.returned()));
    }
    if (paging instanceof Paging.Numbered) {
      return ended(Kind.LAST_PAGE, lastPage(page));
    }
    Optional<Next> contradiction = contradiction(page);
    if (contradiction.isPresent()) {
      return contradiction.get();
    }
    if (page.signs().endMark().isPresent()) {
      return ended(
          Kind.END_MARK,
          numbered("page %,d", page)
              + " has the end mark '%s' in place of a next page"
                  .formatted(page.signs().endMark().get()));
    }
    if (page.nextToken().isPresent()) {
      return new Next.Unclear(
          numbered("names as the page after page %,d what is no URL", page),
          "check source.paging.next, and source.paging.type if that is a token");
    }
    if (anyNext || page.returned() < page.request().size()) {
      return ended(Kind.NO_NEXT, numbered("page %,d names no other", page));
    }
    return doubtful(
        Kind.NO_NEXT,
        paging instanceof Paging.LinkHeader
            ? "the answer had no Link header with rel=\"next\": check source.paging.type if there"
                + " should be more"
            : "the answer had nothing at %s: check source.paging.next if there should be more"
                .formatted(nextPlace()));
  }

  /** Two pages in a row that were there before, or lead back to one that was. */
  private Next afterLoop(FetchedPage page, boolean isBefore) {
    FetchedPage last = latest;
    boolean isLastPage = isBefore && latestIsNew && different > 1 && isShort();
    if (isLastPage && !chained && last != null) {
      Optional<Next> contradiction = contradiction(page);
      return contradiction.orElseGet(
          () ->
              ended(
                  Kind.LAST_PAGE_AGAIN,
                  String.format(
                      Locale.ROOT,
                      "pages %,d and %,d are page %,d once more, which is shorter than another",
                      page.number() - 1,
                      page.number(),
                      last.number())));
    }
    return new Next.Unclear(loop(page, isBefore), adviceOnLoop(page));
  }

  private String loop(FetchedPage page, boolean isBefore) {
    if (chained && page.nextToken().isPresent() && leadsToItself(page)) {
      return String.format(
          Locale.ROOT,
          "answered with %,d records and names the same page as the next",
          page.returned());
    }
    return String.format(
        Locale.ROOT,
        isBefore
            ? "answered with %,d records, which are those of the pages before once more"
            : "answered with %,d records that an earlier page had, or leads back to that page",
        page.returned());
  }

  private boolean leadsToItself(FetchedPage page) {
    return requests.after(page, 1).filter(next -> isSame(next, page.request())).isPresent();
  }

  private String adviceOnLoop(FetchedPage page) {
    if (paging instanceof Paging.Token token) {
      return SourceClient.looksLikeUrl(page.nextToken().orElse(""))
          ? "what it has at %s (source.paging.next) is a URL, and was sent as %s: set source.paging.type to next-url"
              .formatted(token.next(), parameter("token-parameter"))
          : "the token at %s (source.paging.next) did not change anything: does the source know %s?"
              .formatted(token.next(), parameter("token-parameter"));
    }
    if (chained) {
      return "whether it has more is not known: ask the source's owner";
    }
    String parameter = "source.paging";
    if (paging instanceof Paging.Numbered) {
      parameter = parameter("page-parameter");
    } else if (paging instanceof Paging.Offset) {
      parameter = parameter("offset-parameter");
    } else if (paging instanceof Paging.Keyset) {
      parameter = parameter("value-parameter");
    }
    return "does it know %s? If one answer has everything, set source.paging.type to none; if it repeats its last page, name source.paging.total or has-more"
        .formatted(parameter);
  }

  /** What the request names the place by, and the key that says so. */
  private String parameter(String key) {
    return paging
        .placeParameter()
        .map(name -> "the parameter '%s' (source.paging.%s)".formatted(name, key))
        .orElse("what the templates of source send");
  }

  // --- words and small questions

  private boolean saysNoMore(FetchedPage page) {
    return !page.signs().hasMore().orElse(true);
  }

  private String noMore(FetchedPage page) {
    return numbered("page %,d", page)
        + " says at %s that there is no more".formatted(place(signs.hasMore()));
  }

  private Next ask(PageRequest next) {
    if (next.number() > signs.maxPages()) {
      return new Next.Unclear(
          String.format(
              Locale.ROOT, "has more than %,d pages, as far as it goes", signs.maxPages()),
          "raise source.paging.max-pages if that is right");
    }
    return new Next.Ask(next);
  }

  private static Next ended(Kind kind, String how) {
    return new Next.Ended(new SourceEnd(kind, how, false));
  }

  private static Next doubtful(Kind kind, String how) {
    return new Next.Ended(new SourceEnd(kind, how, true));
  }

  private static String lastPage(FetchedPage page) {
    return numbered("page %,d is the last by source.paging.last-page", page);
  }

  private static String numbered(String form, FetchedPage page) {
    return String.format(Locale.ROOT, form, page.number());
  }

  private static String place(Optional<?> pointer) {
    return pointer.map(Object::toString).orElse("");
  }

  private String nextPlace() {
    if (paging instanceof Paging.Token token) {
      return token.next().toString();
    }
    return paging instanceof Paging.NextUrl byUrl ? byUrl.next().toString() : "";
  }

  private boolean isSame(PageRequest one, PageRequest other) {
    return one.identity().equals(other.identity());
  }

  private static long hash(Object text) {
    return Hash.add(Hash.START, text.toString().getBytes(UTF_8));
  }

  /** Equal for pages of the same rows in any order, or of the same contents. */
  private long fingerprint(FetchedPage page) {
    if (page.records().isEmpty() && page.contents().isPresent()) {
      return page.contents().getAsLong();
    }
    long sum = page.returned();
    for (MappedRecord record : page.records()) {
      boolean byRow = oneStatePerRow && record instanceof MappedRecord.Event;
      sum +=
          byRow
              ? ((MappedRecord.Event) record).filled().row()
              : Hash.add(Hash.START, FetchedPage.contentOf(record));
    }
    return sum;
  }
}
