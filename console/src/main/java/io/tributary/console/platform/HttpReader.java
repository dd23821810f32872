package io.tributary.console.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads short answers of servers of the platform. Not by the JDK's newer client, which takes no
 * underscore in a host's name.
 */
final class HttpReader {
  private static final int MOST_BYTES = 8 << 20;
  private static final int FIRST_ERROR = 400;

  private final Duration patience;

  /**
   * @param patience how long to wait for a connection, and then for each part of the answer
   */
  HttpReader(Duration patience) {
    this.patience = patience;
  }

  /** An answer of any status; no more than 8 MiB of it. */
  record Reply(int status, String body) {}

  /**
   * Asks.
   *
   * @param body sent as JSON by POST; null for GET
   * @throws IOException when there is no answer
   */
  Reply ask(URI url, Map<String, String> headers, @Nullable String body) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
    try {
      connection.setConnectTimeout(Math.toIntExact(patience.toMillis()));
      connection.setReadTimeout(Math.toIntExact(patience.toMillis()));
      connection.setInstanceFollowRedirects(false);
      headers.forEach(connection::setRequestProperty);
      if (body != null) {
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        try (OutputStream out = connection.getOutputStream()) {
          out.write(body.getBytes(UTF_8));
        }
      }
      int status = connection.getResponseCode();
      try (@Nullable InputStream in =
          status >= FIRST_ERROR ? connection.getErrorStream() : connection.getInputStream()) {
        return new Reply(status, in == null ? "" : new String(in.readNBytes(MOST_BYTES), UTF_8));
      }
    } finally {
      connection.disconnect();
    }
  }
}
