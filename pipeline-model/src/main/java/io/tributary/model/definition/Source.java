package io.tributary.model.definition;

import com.fasterxml.jackson.core.JsonPointer;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
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
 * @param onStatus what to do when the source answers with a status of 400 to 599, where the usual
 *     is not right
 * @param incremental how it is read by what has changed; none to read all of it each time
 */
public record Source(
    URI url,
    Map<String, String> query,
    JsonPointer records,
    Optional<JsonPointer> error,
    Paging paging,
    Optional<RateLimit> rateLimit,
    Map<Integer, StatusPolicy> onStatus,
    Optional<Incremental> incremental) {

  public Source {
    query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
    onStatus = Collections.unmodifiableMap(new LinkedHashMap<>(onStatus));
  }

  /** Of a source that is read as a whole. */
  public Source(
      URI url,
      Map<String, String> query,
      JsonPointer records,
      Optional<JsonPointer> error,
      Paging paging,
      Optional<RateLimit> rateLimit,
      Map<Integer, StatusPolicy> onStatus) {
    this(url, query, records, error, paging, rateLimit, onStatus, Optional.empty());
  }

  /** With the usual for every status. */
  public Source(
      URI url,
      Map<String, String> query,
      JsonPointer records,
      Optional<JsonPointer> error,
      Paging paging,
      Optional<RateLimit> rateLimit) {
    this(url, query, records, error, paging, rateLimit, Map.of());
  }

  /** The same API at another place. */
  public Source at(URI place) {
    return new Source(place, query, records, error, paging, rateLimit, onStatus, incremental);
  }

  /** For a source of one's own: the limit protects the real one. */
  public Source withoutRateLimit() {
    return new Source(url, query, records, error, paging, Optional.empty(), onStatus, incremental);
  }
}
