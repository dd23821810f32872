package io.tributary.producer.source;

import io.tributary.model.definition.Source;
import io.tributary.model.mapping.MalformedPageException;
import io.tributary.model.mapping.MappedPage;
import io.tributary.producer.source.SourceFault.Kind;
import java.time.Instant;
import java.util.Optional;

/** Judges whether an answer with status 200 is the page that was asked for. For one thread. */
final class PageReader {
  private final PageMapping mapping;
  private final boolean endless;

  PageReader(Source source, PageMapping mapping) {
    this.mapping = mapping;
    this.endless = PageRequests.endless(source);
  }

  FetchedPage read(PageRequest request, byte[] body, Instant fetchedAt) throws SourceFault {
    MappedPage page;
    try {
      page = mapping.map(body);
    } catch (MalformedPageException broken) {
      throw new SourceFault(
          Kind.NOT_A_PAGE,
          "answered with something that is no page (%s)"
              .formatted(SourceClient.quoted(String.valueOf(broken.getMessage()))));
    }
    if (page.error().isPresent()) {
      throw new SourceFault(
          Kind.ERROR_BODY, "answered with an error: " + SourceClient.quoted(page.error().get()));
    }
    int returned = page.records().size();
    Optional<String> nextToken = page.nextToken().filter(token -> !token.isEmpty());
    // Nothing at all on the first page looks the same in an outage and in an empty source.
    boolean mustHaveSome = endless || (request.number() == 1 && nextToken.isEmpty());
    if (returned == 0 && mustHaveSome) {
      throw new SourceFault(Kind.NO_RECORDS, "answered with a page without records");
    }
    if (returned < request.size() && endless) {
      throw new SourceFault(
          Kind.FEWER_RECORDS,
          "answered with %,d of the %,d records asked for (page %d; are page-size and last-page in the definition right?)"
              .formatted(returned, request.size(), request.number()));
    }
    if (nextToken.isPresent() && nextToken.get().equals(request.place())) {
      throw new SourceFault(Kind.ENDLESS, "names a page as its own successor");
    }
    int used = (int) Math.min(returned, request.wanted());
    return new FetchedPage(
        request, page.records().subList(0, used), returned, fetchedAt, nextToken);
  }
}
