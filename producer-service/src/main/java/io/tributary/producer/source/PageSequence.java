package io.tributary.producer.source;

import io.tributary.model.definition.Source;
import io.tributary.runtime.retry.Backoff;
import io.tributary.runtime.time.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The pages of one run, in order. The same source, seed and amounts give the same pages with the
 * same cursors, whatever goes wrong in between. For one thread, but for {@link #close()} and {@link
 * #end()}.
 */
public final class PageSequence implements AutoCloseable {

  /**
   * What the pages are wanted for.
   *
   * @param seed makes the pages repeatable where the source can do that
   * @param rate records per second that the run will use, if it is to be slow
   * @param records that the run has a use for; none for as many as there are
   * @param expected records that the run will need by a guess made before it starts
   */
  public record Wanted(
      String seed, OptionalDouble rate, OptionalLong records, OptionalLong expected) {}

  /**
   * How the source is asked.
   *
   * @param userAgent what we call ourselves
   * @param giveUpAfter how long it may go wrong without a page in between
   */
  public record Manners(
      HttpLimits limits,
      String userAgent,
      Duration giveUpAfter,
      Backoff backoff,
      Ticker ticker,
      InstantSource clock) {

    /** On the machine's own clocks. */
    public static Manners of(HttpLimits limits, String userAgent, Duration giveUpAfter) {
      Backoff backoff = new Backoff(Retries.FIRST_WAIT, Retries.LONGEST_WAIT);
      return new Manners(
          limits, userAgent, giveUpAfter, backoff, Ticker.system(), InstantSource.system());
    }
  }

  private final PageRequests requests;
  private final PageFetcher fetcher;
  private final boolean endless;
  private long left;
  private @Nullable PageRequest coming;
  private volatile @Nullable SourceEnd end;

  public PageSequence(
      Source source, PageMapping mapping, Wanted wanted, Manners manners, SourceWatch watch) {
    int pageSize = PageSize.of(source, wanted.rate(), wanted.expected());
    this.endless = PageRequests.endless(source);
    this.left = wanted.records().orElse(Long.MAX_VALUE);
    this.requests = new PageRequests(source, wanted.seed(), pageSize);
    this.coming = requests.first(left);
    this.fetcher =
        new PageFetcher(
            source,
            new SourceClient(manners.limits(), manners.userAgent(), source, manners.clock()),
            new PageReader(source, mapping),
            new RecordQuota(source.rateLimit(), manners.ticker()),
            new Retries(manners.giveUpAfter(), manners.backoff(), manners.ticker()),
            manners.ticker(),
            manners.clock(),
            watch);
  }

  /** The seed that the source is asked with; none for a source that takes none. */
  public Optional<String> seed() {
    return requests.seed();
  }

  /** Whether the source makes up records as they are asked for. */
  public boolean endless() {
    return endless;
  }

  /** The most records that the source's page numbers reach with this run's page size. */
  public long reach() {
    return requests.reach();
  }

  /**
   * The next page; none when the run has what it needs or the source has no more.
   *
   * @throws SourceFailedException when the source does not give the page, now or ever
   * @throws InterruptedException when interrupted or closed meanwhile
   */
  public Optional<FetchedPage> next() throws SourceFailedException, InterruptedException {
    if (coming == null) {
      return Optional.empty();
    }
    Optional<FetchedPage> fetched = fetch(coming);
    coming = null;
    if (fetched.isPresent()) {
      FetchedPage page = fetched.get();
      left -= page.records().size();
      coming = left > 0 ? requests.after(page, left).orElse(null) : null;
      if (left > 0 && coming == null) {
        end = requests.endAfter(page);
      }
    }
    return fetched;
  }

  /** How it was seen that the source has no more; none while that was not seen. */
  public Optional<SourceEnd> end() {
    return Optional.ofNullable(end);
  }

  /** None where the source says that the page before was its last. */
  private Optional<FetchedPage> fetch(PageRequest request)
      throws SourceFailedException, InterruptedException {
    try {
      FetchedPage page = fetcher.fetch(request);
      if (requests.isGivenAgain(page)) {
        end = requests.endAtRepeated(page);
        return Optional.empty();
      }
      return Optional.of(page);
    } catch (SourceFailedException givenUp) {
      if (givenUp.isNotFound() && requests.mayHaveEnded()) {
        end =
            new SourceEnd(
                String.format(Locale.ROOT, "there is no page %d", request.number()), false);
        return Optional.empty();
      }
      throw givenUp;
    }
  }

  /** Ends what is under way in another thread; there will be no other page. */
  @Override
  public void close() {
    fetcher.close();
  }
}
