package io.tributary.verifier.preflight;

import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Asks an HTTP server for one answer and looks at nothing but its status. Thread-safe. Not by the
 * JDK's newer client, which takes no underscore in a host's name.
 */
public final class HttpProbe {
  private static final int MOST_REDIRECTS = 5;

  private final Duration patience;

  /**
   * @param patience how long to wait for a connection, and then for the answer's beginning
   */
  public HttpProbe(Duration patience) {
    this.patience = patience;
  }

  /** What is wrong with the answer; empty when its status is one of the {@code good} ones. */
  public Optional<String> trouble(URI url, IntPredicate good) {
    try {
      int status = status(url);
      return good.test(status) ? Optional.empty() : Optional.of("answers with status " + status);
    } catch (IOException | IllegalArgumentException failed) {
      return Optional.of("does not answer (%s)".formatted(reason(failed)));
    }
  }

  /** Of the answer at the end of all redirects; from https to http none is followed. */
  private int status(URI url) throws IOException {
    URI asked = url;
    for (int redirects = 0; ; redirects++) {
      HttpURLConnection connection = (HttpURLConnection) asked.toURL().openConnection();
      try {
        connection.setConnectTimeout(Math.toIntExact(patience.toMillis()));
        connection.setReadTimeout(Math.toIntExact(patience.toMillis()));
        connection.setInstanceFollowRedirects(false);
        int status = connection.getResponseCode();
        @Nullable String to = connection.getHeaderField("Location");
        if (status / 100 != 3 || to == null || redirects == MOST_REDIRECTS) {
          return status;
        }
        URI next = asked.resolve(to);
        boolean web = "https".equals(next.getScheme()) || "http".equals(next.getScheme());
        if (!web || ("https".equals(asked.getScheme()) && "http".equals(next.getScheme()))) {
          return status;
        }
        asked = next;
      } finally {
        connection.disconnect(); // a source without paging may answer with everything that it has
      }
    }
  }

  private String reason(Exception failed) {
    if (failed instanceof SocketTimeoutException) {
      return String.format(Locale.ROOT, "nothing within %d ms", patience.toMillis());
    }
    if (failed instanceof UnknownHostException) {
      return "unknown host " + failed.getMessage();
    }
    if (failed instanceof ConnectException) {
      return "connection refused";
    }
    String message = failed.getMessage();
    return message == null ? failed.getClass().getSimpleName() : message;
  }
}
