package io.tributary.producer.source;

import io.tributary.model.definition.Source;
import io.tributary.producer.credential.Credentials;
import io.tributary.producer.credential.MissingSecretException;
import io.tributary.producer.source.SourceFault.Retry;
import io.tributary.runtime.time.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gets one page after the other from the source, however often it has to ask, within the source's
 * rate limit. For one thread, but for {@link #close()}.
 */
final class PageFetcher implements AutoCloseable {
  private final Source source;
  private final SourceClient client;
  private final PageReader reader;
  private final RecordQuota quota;
  private final RetrySchedule retries;
  private final Ticker ticker;
  private final InstantSource clock;
  private final SourceWatch watch;
  private final AtomicLong requests = new AtomicLong();

  /**
   * @param mapping makes records of answers
   * @throws MissingSecretException when a secret is not there that the definition refers to
   */
  static PageFetcher of(
      Source source, PageMapping mapping, PageSequence.Manners manners, SourceWatch watch)
      throws MissingSecretException {
    Credentials credentials =
        Credentials.of(source.request().authentication(), manners.secrets(), manners.ticker());
    return new PageFetcher(
        source,
        new SourceClient(
            manners.limits(), manners.userAgent(), source, manners.clock(), credentials),
        new PageReader(source, mapping, credentials.redaction()),
        new RecordQuota(source.rateLimit(), manners.ticker()),
        new RetrySchedule(manners.giveUpAfter(), manners.backoff(), manners.ticker()),
        manners.ticker(),
        manners.clock(),
        watch);
  }

  private PageFetcher(
      Source source,
      SourceClient client,
      PageReader reader,
      RecordQuota quota,
      RetrySchedule retries,
      Ticker ticker,
      InstantSource clock,
      SourceWatch watch) {
    this.source = source;
    this.client = client;
    this.reader = reader;
    this.quota = quota;
    this.retries = retries;
    this.ticker = ticker;
    this.clock = clock;
    this.watch = watch;
  }

  /** Requests sent so far, for pages and in vain; from any thread. */
  long requests() {
    return requests.get();
  }

  /** Waits as long as it may take until an odd answer has passed. */
  void pause() throws InterruptedException {
    ticker.sleep(RetrySchedule.BEFORE_ONCE_MORE);
  }

  /** The page, whole, or an answer that says that there is none. */
  FetchedPage fetch(PageRequest request) throws SourceFailedException, InterruptedException {
    for (; ; ) {
      awaitQuota(request.size());
      try {
        FetchedPage page = attempt(request);
        retries.worked();
        if (page.instead().isEmpty()) {
          watch.page(page);
        }
        return page;
      } catch (SourceFault fault) {
        Optional<Duration> wait = retries.after(fault);
        if (wait.isEmpty()) {
          throw new SourceFailedException(verdict(request, fault), fault);
        }
        watch.failing(shown(request), fault.kind().name(), fault.what(), wait.get());
        ticker.sleep(wait.get());
      }
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private void awaitQuota(int records) throws InterruptedException {
    for (Duration wait = quota.untilFree(records);
        !wait.isZero();
        wait = quota.untilFree(records)) {
      watch.limited(wait);
      ticker.sleep(wait);
    }
  }

  private FetchedPage attempt(PageRequest request) throws SourceFault, InterruptedException {
    quota.ask(request.size());
    requests.incrementAndGet();
    try {
      Answer answer = client.ask(request);
      quota.answered();
      return reader.read(request, answer, clock.instant());
    } catch (SourceFault fault) {
      if (fault.counted()) {
        quota.answered();
      } else {
        quota.refused();
      }
      throw fault;
    }
  }

  private String shown(PageRequest request) {
    return client.hide(PageRequests.shown(source, request));
  }

  private String verdict(PageRequest request, SourceFault fault) {
    String rest =
        fault
            .retryAfter()
            .map(
                wait ->
                    String.format(
                        Locale.ROOT,
                        " and asks for %d s of rest, longer than the %d s after which this run gives up",
                        wait.toSeconds(),
                        retries.patience().toSeconds()))
            .orElse("");
    String given =
        fault.retry() == Retry.NEVER
            ? ""
            : String.format(
                Locale.ROOT,
                "; given up after %d %s in %d s",
                retries.faults(),
                retries.faults() == 1 ? "try" : "tries",
                retries.failingFor().toSeconds());
    return "the source %s%s (%s%s)%s"
        .formatted(
            fault.what(), rest, shown(request), given, fault.advice().map(": "::concat).orElse(""));
  }
}
