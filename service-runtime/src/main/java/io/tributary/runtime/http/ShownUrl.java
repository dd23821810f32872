package io.tributary.runtime.http;

import java.net.URI;

/** How messages name the address of a server. */
public final class ShownUrl {
  private ShownUrl() {}

  /** The URL without its user and its query: there may be a secret in them. */
  public static String of(URI url) {
    return "%s://%s%s%s"
        .formatted(
            url.getScheme(),
            url.getHost(),
            url.getPort() < 0 ? "" : ":" + url.getPort(),
            url.getPath());
  }
}
