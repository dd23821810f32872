package io.tributary.stack.demo;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks whether a source answers, in the background while the stack starts. The limit holds for
 * everything, a slow name server too.
 */
final class SourceProbe {
  private static final int OK = 200;

  private final URI url;
  private final Duration limit;
  private final long start = System.nanoTime();
  private final CompletableFuture<Optional<String>> trouble = new CompletableFuture<>();

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

  /** Why the source is of no use; empty when it answered in time. Waits at most for the limit. */
  Optional<String> trouble() throws InterruptedException {
    long left = limit.toNanos() - (System.nanoTime() - start);
    try {
      return trouble.get(Math.max(0, left), TimeUnit.NANOSECONDS);
    } catch (TimeoutException tooLate) {
      return Optional.of("does not answer within %d s".formatted(limit.toSeconds()));
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
        trouble.complete(Optional.of("answers with status " + status));
        return;
      }
      try (InputStream body = connection.getInputStream()) {
        trouble.complete(body.read() < 0 ? Optional.of("answers with nothing") : Optional.empty());
      }
    } catch (IOException | RuntimeException failed) {
      trouble.complete(Optional.of("does not answer (%s)".formatted(failed)));
    }
  }
}
