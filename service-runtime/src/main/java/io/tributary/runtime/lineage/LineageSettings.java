package io.tributary.runtime.lineage;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where events go.
 *
 * @param url takes each by POST
 * @param apiKey sent along as a bearer token; empty for none; never printed
 * @param file gets each as a line
 * @param timeout how long one request, and the end of a command, may take
 */
record LineageSettings(Optional<URI> url, String apiKey, Optional<Path> file, Duration timeout) {

  /** The places without what may be a secret. */
  @Override
  public String toString() {
    String server =
        url.map(
                to ->
                    "%s://%s%s%s"
                        .formatted(
                            to.getScheme(),
                            to.getHost(),
                            to.getPort() < 0 ? "" : ":" + to.getPort(),
                            to.getPath()))
            .orElse("");
    return file.map(path -> server.isEmpty() ? path.toString() : server + " and " + path)
        .orElse(server);
  }
}
