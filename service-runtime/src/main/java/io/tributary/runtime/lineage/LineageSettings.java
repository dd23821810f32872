package io.tributary.runtime.lineage;

import io.tributary.runtime.http.ShownUrl;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    return Stream.of(url.map(ShownUrl::of), file.map(Path::toString))
        .flatMap(Optional::stream)
        .collect(Collectors.joining(" and "));
  }
}
