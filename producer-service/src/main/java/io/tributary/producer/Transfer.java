package io.tributary.producer;

import io.tributary.producer.publish.DeliveryFailedException;
import io.tributary.producer.publish.EventPublisher;
import io.tributary.producer.source.FetchedPage;
import io.tributary.producer.source.PageSequence;
import io.tributary.producer.source.SourceFailedException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Moves a run's pages from the source to Kafka. While one page is published the next is fetched,
 * none beyond it: memory does not grow with the run, and a slow Kafka slows the asking.
 */
final class Transfer {
  private static final long LOOK_AT_CLOCK_MILLIS = 50;

  private final PageSequence pages;
  private final EventPublisher publisher;
  private final BooleanSupplier timeIsUp;

  /**
   * @param timeIsUp once true, no page is asked for any more; what was fetched is still published
   */
  Transfer(PageSequence pages, EventPublisher publisher, BooleanSupplier timeIsUp) {
    this.pages = pages;
    this.publisher = publisher;
    this.timeIsUp = timeIsUp;
  }

  /** Returns when there is nothing more to fetch and everything fetched is acknowledged. */
  void run() throws SourceFailedException, DeliveryFailedException, InterruptedException {
    ExecutorService source = Executors.newSingleThreadExecutor(Transfer::sourceThread);
    try {
      movePages(source);
    } catch (SourceFailedException broken) {
      publisher.flush();
      throw broken;
    } finally {
      pages.close();
      source.shutdownNow();
    }
    publisher.flush();
  }

  private void movePages(ExecutorService source)
      throws SourceFailedException, DeliveryFailedException, InterruptedException {
    Optional<FetchedPage> page = await(source, source.submit(pages::next));
    while (page.isPresent()) {
      Future<Optional<FetchedPage>> coming =
          timeIsUp.getAsBoolean() ? null : source.submit(pages::next);
      publisher.publish(page.get());
      page = await(source, coming);
    }
  }

  private Optional<FetchedPage> await(
      ExecutorService source, @Nullable Future<Optional<FetchedPage>> coming)
      throws SourceFailedException, InterruptedException {
    while (coming != null) {
      try {
        return coming.get(LOOK_AT_CLOCK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException notYet) {
        if (timeIsUp.getAsBoolean()) {
          return arrived(source, coming);
        }
      } catch (ExecutionException failure) {
        throw causeOf(failure);
      }
    }
    return Optional.empty();
  }

  /** The page, if its answer was there when the time ended: no record that came is dropped. */
  private Optional<FetchedPage> arrived(
      ExecutorService source, Future<Optional<FetchedPage>> coming) throws InterruptedException {
    pages.close();
    boolean begun = source.shutdownNow().isEmpty();
    if (!begun) {
      return Optional.empty();
    }
    try {
      return coming.get();
    } catch (ExecutionException cutOff) {
      if (cutOff.getCause() instanceof InterruptedException
          || cutOff.getCause() instanceof SourceFailedException) {
        return Optional.empty();
      }
      throw new IllegalStateException("fetching a page failed: " + cutOff.getCause(), cutOff);
    }
  }

  private static RuntimeException causeOf(ExecutionException failure)
      throws SourceFailedException, InterruptedException {
    Throwable cause = failure.getCause();
    if (cause instanceof SourceFailedException broken) {
      throw broken;
    }
    if (cause instanceof InterruptedException stopped) {
      throw stopped;
    }
    return new IllegalStateException("fetching a page failed: " + cause, cause);
  }

  private static Thread sourceThread(Runnable fetching) {
    Thread thread = new Thread(fetching, "source");
    thread.setDaemon(true);
    return thread;
  }
}
