package io.tributary.producer.source;

import io.tributary.model.count.Hash;
import io.tributary.model.definition.Paging;
import io.tributary.model.definition.Source;
import io.tributary.model.mapping.Fetch;
import io.tributary.model.mapping.MalformedPageException;
import io.tributary.model.mapping.MappedPage;
import io.tributary.model.mapping.PageSigns;
import io.tributary.producer.credential.Redaction;
import io.tributary.producer.source.SourceFault.Kind;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Judges whether an answer of success is the page that was asked for. For one thread. */
final class PageReader {
  private static final int LONGEST_REASON = 600;
  private static final int LONGEST_ERROR = 200;
  private static final int NO_CONTENT = 204;

  private final Source source;
  private final PageMapping mapping;
  private final Redaction redaction;
  private final boolean endless;
  private final boolean incremental;

  /** Whether an answer had a list of records, and so the definition is right about its place. */
  private boolean hadList;

  /** What was answered last with lines of which nobody knows whether they are all. */
  private @Nullable PageRequest unmeasured;

  private long unmeasuredHash;

  /**
   * @param redaction takes secrets out of what an answer says
   */
  PageReader(Source source, PageMapping mapping, Redaction redaction) {
    this.source = source;
    this.mapping = mapping;
    this.redaction = redaction;
    this.endless = PageRequests.endless(source);
    this.incremental = source.incremental().isPresent();
  }

  FetchedPage read(PageRequest request, Answer answer, Instant fetchedAt) throws SourceFault {
    if (answer.ignored()) {
      String what =
          String.format(
              Locale.ROOT,
              "was answered with status %d, which source.on-status ignores",
              answer.status());
      return FetchedPage.without(
          request, fetchedAt, PageSigns.NONE, new NoPage(SourceEnd.Kind.STATUS_IGNORED, what));
    }
    // Behind a page, an answer without content or without a list says that there are no more.
    boolean mayEnd = !endless && (request.number() > 1 || (incremental && hadList));
    boolean mayBeEmpty = mayEnd || incremental;
    if (mayBeEmpty && answer.status() == NO_CONTENT) {
      return FetchedPage.without(
          request,
          fetchedAt,
          signs(PageSigns.NONE, answer),
          new NoPage(SourceEnd.Kind.NO_CONTENT, "was answered with status 204"));
    }
    if (!answer.isMeasured() && source.form().format().isLines()) {
      refuseUnlessSame(request, answer);
    }
    MappedPage page;
    try {
      page = mapping.map(answer.body(), new Fetch(fetchedAt, request.each()));
    } catch (MalformedPageException broken) {
      // null where the list should be shows that the definition is right about its place
      boolean mayHaveNone = mayEnd || (incremental && broken.hasNullForList());
      if (mayHaveNone && broken.signsWithoutList().isPresent()) {
        return FetchedPage.without(
            request,
            fetchedAt,
            signs(broken.signsWithoutList().get(), answer),
            new NoPage(SourceEnd.Kind.NO_LIST, "has no list of records"));
      }
      throw noPage(request, answer, broken);
    }
    if (page.error().isPresent()) {
      throw new SourceFault(
          Kind.ERROR_BODY,
          "answered with an error: " + quoted(page.error().get(), LONGEST_ERROR),
          "if that is no error, correct source.error");
    }
    hadList = true;
    PageSigns signs = signs(page.signs(), answer);
    refuseTooFew(request, signs, page.returned());
    int used = (int) Math.min(page.records().size(), request.wanted());
    return new FetchedPage(
        request,
        page.records().subList(0, used),
        page.returned(),
        fetchedAt,
        signs,
        Optional.empty(),
        page.contents());
  }

  /**
   * Lines that end with the connection look the same when that broke. They are taken if they come a
   * second time.
   */
  private void refuseUnlessSame(PageRequest request, Answer answer) throws SourceFault {
    long hash = Hash.add(Hash.START, answer.body());
    boolean isSame = request.equals(unmeasured) && hash == unmeasuredHash;
    unmeasured = isSame ? null : request;
    unmeasuredHash = hash;
    if (!isSame) {
      throw new SourceFault(
          Kind.CUT_OFF,
          "does not say how long its answer is, which may be cut off: it is asked for the same page"
              + " until it answers twice in a row with the same",
          "it should answer with a Content-Length or in chunks");
    }
  }

  private void refuseTooFew(PageRequest request, PageSigns signs, int returned) throws SourceFault {
    // Nothing at all on the first page looks the same in an outage and in an empty source; where
    // nothing may have changed, it is asked for once more.
    boolean namesMore = signs.next().isPresent() || signs.hasMore().orElse(false);
    boolean mustHaveSome = endless || (request.number() == 1 && !namesMore && !incremental);
    if (returned == 0 && mustHaveSome) {
      throw new SourceFault(
          endless ? Kind.NO_RECORDS : Kind.EMPTY_SOURCE,
          "answered with a page without records",
          "check source.records and source.query if the source should have some");
    }
    if (returned < request.size() && endless) {
      throw new SourceFault(
          Kind.FEWER_RECORDS,
          String.format(
              Locale.ROOT,
              "answered with %,d of the %,d records asked for",
              returned,
              request.size()),
          "check page-size and last-page of source.paging");
    }
  }

  private PageSigns signs(PageSigns ofBody, Answer answer) {
    return source.paging() instanceof Paging.LinkHeader
        ? ofBody.withNext(answer.nextLink())
        : ofBody;
  }

  /** A later page that is odd may be better a moment later: the source has shown that it can. */
  private SourceFault noPage(PageRequest request, Answer answer, MalformedPageException broken) {
    boolean stays = broken.isOtherShape() && request.number() == 1;
    String what =
        "answered with something that is no page (%s%s)"
            .formatted(
                answer.described(), quoted(String.valueOf(broken.getMessage()), LONGEST_REASON));
    return stays
        ? new SourceFault(Kind.OTHER_SHAPE, what, "check source.records and source.url")
        : new SourceFault(Kind.NOT_A_PAGE, what);
  }

  private String quoted(String text, int most) {
    return SourceClient.quoted(SourceClient.withoutSecrets(source, redaction.hide(text)), most);
  }
}
