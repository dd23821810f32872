package io.tributary.producer.source;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Gets one page after the other from the source, however often it has to ask, within the source's
 * rate limit. For one thread, but for {@link #close()}.
 */
final class PageFetcher implements AutoCloseable {
  private final SourceClient client;
  private final PageReader reader;
  private final RecordQuota quota;
  private final Retries retries;
  private final Ticks ticks;
  private final InstantSource clock;
  private final SourceWatch watch;

  PageFetcher(
      SourceClient client,
      PageReader reader,
      RecordQuota quota,
      Retries retries,
      Ticks ticks,
      InstantSource clock,
      SourceWatch watch) {
    this.client = client;
    this.reader = reader;
    this.quota = quota;
    this.retries = retries;
    this.ticks = ticks;
    this.clock = clock;
    this.watch = watch;
  }

  /** The page, whole. */
  FetchedPage fetch(PageRequest request) throws SourceGivenUp, InterruptedException {
    for (; ; ) {
      awaitQuota(request.size());
      try {
        FetchedPage page = attempt(request);
        retries.worked();
        watch.page(page);
        return page;
      } catch (SourceFault fault) {
        Optional<Duration> wait = retries.after(fault);
        if (wait.isEmpty()) {
          throw new SourceGivenUp(verdict(fault), fault);
        }
        watch.failing(fault.kind().name(), fault.what(), wait.get());
        ticks.sleep(wait.get());
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
      ticks.sleep(wait);
    }
  }

  private FetchedPage attempt(PageRequest request) throws SourceFault, InterruptedException {
    quota.ask(request.size());
    try {
      byte[] body = client.ask(request);
      quota.answered();
      return reader.read(request, body, clock.instant());
    } catch (SourceFault fault) {
      if (fault.counted()) {
        quota.answered();
      } else {
        quota.refused();
      }
      throw fault;
    }
  }

  private String verdict(SourceFault fault) {
    if (!fault.again()) {
      return "the source " + fault.what();
    }
    Optional<Duration> asksFor = fault.retryAfter();
    String tried =
        "%d %s in %d s"
            .formatted(
                retries.faults(),
                retries.faults() == 1 ? "try" : "tries",
                retries.failingFor().toSeconds());
    return asksFor
        .map(
            wait ->
                "the source %s and asks for %d s of rest, longer than --give-up-after allows (%s)"
                    .formatted(fault.what(), wait.toSeconds(), tried))
        .orElse("the source %s (given up after %s)".formatted(fault.what(), tried));
  }
}
