package io.tributary.runtime.trace;

import io.tributary.runtime.http.ShownUrl;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where spans go and what they say of their process.
 *
 * @param endpoint takes spans by OTLP over HTTP, its path included
 * @param headers sent with the spans; they may hold a credential and are never printed
 * @param timeout how long the export may take, all in all
 * @param certificates file with PEM certificates of the authorities that sign the endpoint's; none
 *     for the authorities that Java trusts
 * @param resource attributes of the process, the service's name among them
 */
record TraceSettings(
    URI endpoint,
    Map<String, String> headers,
    Duration timeout,
    Optional<Path> certificates,
    Map<String, String> resource) {

  TraceSettings {
    headers = Map.copyOf(headers);
    resource = Map.copyOf(resource);
  }

  /** The endpoint without what may be a secret. */
  String shownEndpoint() {
    return ShownUrl.of(endpoint);
  }

  @Override
  public String toString() {
    return "traces to " + shownEndpoint();
  }
}
