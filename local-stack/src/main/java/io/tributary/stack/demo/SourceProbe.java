package io.tributary.stack.demo;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Asks whether a source answers, in the background while the stack starts. The limit holds for
 * everything, a slow name server too.
 */
final class SourceProbe {
  private static final int OK = 200;

  private record Answer(int status, boolean isEmpty) {}

  private final URI url;
  private final Duration limit;
  private final long start = System.nanoTime();
  private final CompletableFuture<Answer> answer = new CompletableFuture<>();

  private SourceProbe(URI url, Duration limit) {
    this.url = url;
    this.limit = limit;
  }

  static SourceProbe start(URI url, Duration limit) {
    SourceProbe probe = new SourceProbe(url, limit);
    Thread thread = new Thread(probe::ask, "source-probe");
    thread.setDaemon(true);
    thread.start();
    return probe;
  }

  /**
   * Why the source is of no use; empty when it answered in time, and well. Waits at most for the
   * limit.
   */
  Optional<String> trouble() throws InterruptedException {
    return outcome(
        answer -> {
          if (answer.status() != OK) {
            return Optional.of("answers with status " + answer.status());
          }
          return answer.isEmpty() ? Optional.of("answers with nothing") : Optional.empty();
        });
  }

  /** Why there is no answer; empty when there is, whatever it says. Waits at most for the limit. */
  Optional<String> silence() throws InterruptedException {
    return outcome(anyAnswer -> Optional.empty());
  }

  private Optional<String> outcome(Function<Answer, Optional<String>> judge)
      throws InterruptedException {
    long left = limit.toNanos() - (System.nanoTime() - start);
    try {
      return judge.apply(answer.get(Math.max(0, left), TimeUnit.NANOSECONDS));
    } catch (TimeoutException tooLate) {
      return Optional.of(
          String.format(
              Locale.ROOT, "does not answer within %.0f s", Math.ceil(limit.toMillis() / 1000.0)));
    } catch (ExecutionException failed) {
      return Optional.of("does not answer (%s)".formatted(failed.getCause()));
    }
  }

  private void ask() {
    try {
      HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
      connection.setConnectTimeout(Math.toIntExact(limit.toMillis()));
      connection.setReadTimeout(Math.toIntExact(limit.toMillis()));
      int status = connection.getResponseCode();
      if (status != OK) {
        answer.complete(new Answer(status, false));
        return;
      }
      try (InputStream body = connection.getInputStream()) {
        answer.complete(new Answer(status, body.read() < 0));
      }
    } catch (IOException | RuntimeException failed) {
      answer.completeExceptionally(failed);
    }
  }
}
