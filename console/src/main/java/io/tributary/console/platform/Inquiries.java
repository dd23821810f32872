package io.tributary.console.platform;

import com.datastax.oss.driver.api.core.DriverException;
import io.tributary.runtime.command.CommandFailedException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks others with a limit of time for each question, so that a page never hangs. A bounded number
 * of questions is asked at a time; more are answered at once with "not known". Safe for several
 * threads.
 */
public final class Inquiries implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Inquiries.class);
  private static final int MOST_AT_ONCE = 32;
  private static final long IDLE_SECONDS = 30;

  private final ThreadPoolExecutor threads;

  public Inquiries() {
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            0,
            MOST_AT_ONCE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, "inquiry-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** A question on its way. */
  public static final class Inquiry<T> {
    private final String whom;
    private final Duration limit;
    private final @Nullable Future<T> future;
    private final long began = System.nanoTime();

    private Inquiry(String whom, Duration limit, @Nullable Future<T> future) {
      this.whom = whom;
      this.limit = limit;
      this.future = future;
    }

    /** Waits for the answer no longer than {@code patience}, and tells whether it is known then. */
    public boolean isKnownWithin(Duration patience) {
      if (future == null) {
        return false;
      }
      try {
        future.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        return true;
      } catch (TimeoutException | ExecutionException unknown) {
        return false;
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    /** Waits for the answer, until the limit after the question has passed. */
    public Answer<T> answer() {
      if (future == null) {
        return Answer.unknown("the console has too many open questions: try again in a moment");
      }
      try {
        long rest = limit.toNanos() - (System.nanoTime() - began);
        return Answer.known(future.get(Math.max(0, rest), TimeUnit.NANOSECONDS));
      } catch (TimeoutException late) {
        future.cancel(true);
        return Answer.unknown(
            String.format(
                Locale.ROOT, "%s gave no answer within %.1f s", whom, limit.toMillis() / 1_000.0));
      } catch (ExecutionException failed) {
        return Answer.unknown(said(whom, failed.getCause()));
      } catch (InterruptedException stopped) {
        future.cancel(true);
        Thread.currentThread().interrupt();
        return Answer.unknown("the console is stopping");
      }
    }
  }

  /**
   * Begins to ask.
   *
   * @param whom for people: Cassandra
   * @param limit how long the answer may take, from now on
   */
  public <T> Inquiry<T> begin(String whom, Duration limit, Callable<T> question) {
    try {
      return new Inquiry<>(whom, limit, threads.submit(question));
    } catch (RejectedExecutionException busy) {
      return new Inquiry<>(whom, limit, null);
    }
  }

  /** Asks and waits for the answer. */
  public <T> Answer<T> ask(String whom, Duration limit, Callable<T> question) {
    return begin(whom, limit, question).answer();
  }

  /**
   * Asks somebody who answers by and by, and waits for the answer. Takes no thread of its own, so
   * that many may ask at a time.
   *
   * @param question returns at once
   */
  public <T> Answer<T> await(String whom, Duration limit, Callable<CompletionStage<T>> question) {
    try {
      return new Inquiry<>(whom, limit, question.call().toCompletableFuture()).answer();
    } catch (Exception failed) {
      return Answer.unknown(said(whom, failed));
    }
  }

  private static String said(String whom, @Nullable Throwable failure) {
    if (failure instanceof CommandFailedException told) {
      return String.valueOf(told.getMessage());
    }
    LOG.debug("{} could not be asked", whom, failure);
    if (failure instanceof DriverException cassandras) {
      return CassandraFailure.clause(cassandras);
    }
    String message = failure == null ? null : failure.getMessage();
    return message == null || message.isBlank()
        ? "%s could not be asked (%s)".formatted(whom, failure)
        : "%s: %s".formatted(whom, message);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
