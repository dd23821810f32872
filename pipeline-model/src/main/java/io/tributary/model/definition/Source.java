package io.tributary.model.definition;

import com.fasterxml.jackson.core.JsonPointer;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * The HTTP API that the records come from.
 *
 * @param url http or https, without the query
 * @param query parameters sent with every request, in order
 * @param records where a page keeps its array of records; the empty pointer when the page is the
 *     array
 * @param error where a page tells of an error although its status is 200, if it does
 * @param rateLimit how many records the source allows in a span of time, if it limits them
 */
public record Source(
    URI url,
    Map<String, String> query,
    JsonPointer records,
    Optional<JsonPointer> error,
    Paging paging,
    Optional<RateLimit> rateLimit) {

  public Source {
    query = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(query));
  }

  /** The same API at another place. */
  public Source at(URI place) {
    return new Source(place, query, records, error, paging, rateLimit);
  }

  /** For a source of one's own: the limit protects the real one. */
  public Source withoutRateLimit() {
    return new Source(url, query, records, error, paging, Optional.empty());
  }
}
