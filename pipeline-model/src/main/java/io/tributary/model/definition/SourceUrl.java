package io.tributary.model.definition;

import java.net.URI;
import java.util.Locale;

/** Where a pipeline's source is, or any server that speaks like it. */
public final class SourceUrl {
  private static final int LAST_PORT = 65_535;

  private SourceUrl() {}

  /**
   * @throws IllegalArgumentException when it is not an http or https URL without query; the message
   *     says what is wrong, and shows nothing of it, as there may be a secret in it
   */
  public static URI parse(String text) {
    URI url;
    try {
      url = URI.create(text);
    } catch (IllegalArgumentException showsIt) {
      throw new IllegalArgumentException("it is not a URL");
    }
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException("it does not begin with http:// or https://");
    }
    if (url.getHost() == null) {
      throw new IllegalArgumentException("it has no host name");
    }
    if (url.getPort() > LAST_PORT) {
      throw new IllegalArgumentException("its port is no number up to " + LAST_PORT);
    }
    if (url.getRawQuery() != null || url.getRawFragment() != null || url.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "it has a user, a query or a fragment; parameters belong into the definition's query");
    }
    return url;
  }

  /** The pipeline with its source at {@code url}. */
  public static Pipeline at(Pipeline pipeline, URI url) {
    return pipeline.withSource(pipeline.source().at(url));
  }
}
