package io.tributary.producer.source;

import io.tributary.model.definition.Source;
import io.tributary.model.template.Values;
import io.tributary.producer.credential.MissingSecretException;
import io.tributary.producer.credential.Redaction;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The first page of a source, and what a run would do next.
 *
 * @param next the request after it, without what may be secret; none when there is none
 * @param end how it was seen that the source has no more, if it was
 */
public record FirstPage(FetchedPage page, Optional<String> next, Optional<SourceEnd> end) {
  /** Pages are made as small as this where the source takes their size as a parameter. */
  private static final int MOST_RECORDS = 1_000;

  private static final String SEED = "sample";

  /**
   * Asks the source as a run would.
   *
   * @throws SourceFailedException when the source does not give a page
   * @throws MissingSecretException when a secret is not there that the definition refers to
   */
  public static FirstPage fetch(
      Source source, PageMapping mapping, PageSequence.Manners manners, SourceWatch watch)
      throws SourceFailedException, MissingSecretException, InterruptedException {
    PageRequests requests = requests(source, manners.clock().instant());
    try (PageFetcher fetcher = PageFetcher.of(source, mapping, manners, watch)) {
      return followed(source, requests, fetcher.fetch(requests.first(Long.MAX_VALUE)));
    }
  }

  /**
   * Takes a text in UTF-8 for the source's answer. It has no headers.
   *
   * @throws SourceFailedException when it is no page
   */
  public static FirstPage of(Source source, PageMapping mapping, byte[] answer, Instant at)
      throws SourceFailedException {
    PageRequests requests = requests(source, at);
    Answer body = new Answer(200, answer, Optional.empty(), Optional.empty(), true, false);
    try {
      return followed(
          source,
          requests,
          new PageReader(source, mapping, new Redaction()).read(ofAnySize(requests), body, at));
    } catch (SourceFault fault) {
      throw new SourceFailedException(
          "the source %s%s".formatted(fault.what(), fault.advice().map(": "::concat).orElse("")),
          fault);
    }
  }

  /** Nobody knows how many records a text was asked to have. */
  private static PageRequest ofAnySize(PageRequests requests) {
    PageRequest first = requests.first(Long.MAX_VALUE);
    return new PageRequest(
        first.number(),
        first.place(),
        first.url(),
        1,
        first.wanted(),
        first.extras(),
        first.identity(),
        first.each());
  }

  private static PageRequests requests(Source source, Instant now) {
    int pageSize = PageSize.of(source, OptionalDouble.of(MOST_RECORDS), OptionalLong.empty());
    Values values =
        Values.of(now, source.request().parameters())
            .withEach(Partitions.of(source.form().forEach()).get(0));
    return new PageRequests(source, SEED, pageSize, values);
  }

  private static FirstPage followed(Source source, PageRequests requests, FetchedPage page) {
    EndOfSource.Next next =
        new EndOfSource(source, requests, true).after(page, Long.MAX_VALUE).next();
    if (next instanceof EndOfSource.Next.Ask ask) {
      return new FirstPage(
          page, Optional.of(PageRequests.shown(source, ask.request())), Optional.empty());
    }
    return new FirstPage(
        page,
        Optional.empty(),
        next instanceof EndOfSource.Next.Ended ended ? Optional.of(ended.end()) : Optional.empty());
  }
}
