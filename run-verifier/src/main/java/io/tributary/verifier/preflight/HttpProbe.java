package io.tributary.verifier.preflight;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Asks an HTTP server for one answer and looks at nothing but its status. Thread-safe. */
public final class HttpProbe {
  private final HttpClient client;
  private final Duration patience;

  /**
   * @param patience how long to wait for a connection, and then for the answer's beginning
   */
  public HttpProbe(Duration patience) {
    this.patience = patience;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(patience)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
  }

  /** What is wrong with the answer; empty when its status is one of the {@code good} ones. */
  public Optional<String> trouble(URI url, IntPredicate good) throws InterruptedException {
    try {
      HttpResponse<InputStream> answer =
          client.send(
              HttpRequest.newBuilder(url).timeout(patience).build(), BodyHandlers.ofInputStream());
      answer.body().close(); // a source without paging may answer with everything that it has
      return good.test(answer.statusCode())
          ? Optional.empty()
          : Optional.of("answers with status " + answer.statusCode());
    } catch (IOException failed) {
      return Optional.of("does not answer (%s)".formatted(reason(failed, url)));
    }
  }

  private String reason(IOException failed, URI url) {
    if (failed instanceof HttpConnectTimeoutException || failed instanceof HttpTimeoutException) {
      return "nothing within %d ms".formatted(patience.toMillis());
    }
    for (@Nullable Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "unknown host " + url.getHost();
      }
    }
    if (failed instanceof ConnectException) {
      return "connection refused";
    }
    String message = failed.getMessage();
    return message == null ? failed.getClass().getSimpleName() : message;
  }
}
