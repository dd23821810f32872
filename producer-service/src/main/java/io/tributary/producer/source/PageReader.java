package io.tributary.producer.source;

import io.tributary.model.definition.Paging;
import io.tributary.model.definition.Source;
import io.tributary.model.mapping.MalformedPageException;
import io.tributary.model.mapping.MappedPage;
import io.tributary.producer.source.SourceFault.Kind;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Judges whether an answer with status 200 is the page that was asked for. For one thread. */
final class PageReader {
  private static final int LONGEST_REASON = 600;
  private static final int LONGEST_ERROR = 200;
  private static final Pattern URL = Pattern.compile("(?i)https?://|/.*[?&=]");

  private final Source source;
  private final PageMapping mapping;
  private final boolean endless;

  PageReader(Source source, PageMapping mapping) {
    this.source = source;
    this.mapping = mapping;
    this.endless = PageRequests.endless(source);
  }

  FetchedPage read(PageRequest request, Answer answer, Instant fetchedAt) throws SourceFault {
    MappedPage page;
    try {
      page = mapping.map(answer.body());
    } catch (MalformedPageException broken) {
      throw noPage(request, answer, broken);
    }
    if (page.error().isPresent()) {
      throw new SourceFault(
          Kind.ERROR_BODY,
          "answered with an error: " + quoted(page.error().get(), LONGEST_ERROR),
          "if that is no error, correct source.error");
    }
    int returned = page.records().size();
    Optional<String> nextToken = page.nextToken().filter(token -> !token.isEmpty());
    // Nothing at all on the first page looks the same in an outage and in an empty source.
    boolean mustHaveSome = endless || (request.number() == 1 && nextToken.isEmpty());
    if (returned == 0 && mustHaveSome) {
      throw new SourceFault(
          Kind.NO_RECORDS,
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
    if (nextToken.isPresent() && nextToken.get().equals(request.place())) {
      if (returned > 0) {
        throw endless(returned, nextToken.get());
      }
      nextToken = Optional.empty(); // behind its last page: how some sources say that they end
    }
    int used = (int) Math.min(returned, request.wanted());
    return new FetchedPage(
        request, page.records().subList(0, used), returned, fetchedAt, nextToken);
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
    return SourceClient.withoutSecrets(source, SourceClient.quoted(text, most));
  }

  private SourceFault endless(int returned, String token) {
    if (!(source.paging() instanceof Paging.Token paging)) {
      throw new IllegalStateException("only pages of tokens name another");
    }
    String what =
        String.format(
            Locale.ROOT, "answered with %,d records and names the same page as the next", returned);
    String advice =
        URL.matcher(token).lookingAt()
            ? "what it has at %s (source.paging.next) is a URL, and cannot be sent as the parameter '%s': a source with a plain token is needed"
            : "the token at %s (source.paging.next) did not change anything: does the source know the parameter '%s' (source.paging.token-parameter)?";
    return new SourceFault(
        Kind.ENDLESS, what, advice.formatted(paging.next(), paging.tokenParameter()));
  }
}
