package io.tributary.model.definition;

import com.fasterxml.jackson.core.JsonPointer;
import io.tributary.model.template.Variable;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The HTTP API that the records come from.
 *
 * @param url http or https, without the query; the variables of its path are percent-encoded
 * @param request what every request has beside the URL
 * @param records where a page keeps its array of records; the empty pointer when the page is the
 *     array
 * @param error where a page tells of an error although its status is 200, if it does
 * @param rateLimit how many records the source allows in a span of time, if it limits them
 * @param onStatus what to do when the source answers with a status of 400 to 599, where the usual
 *     is not right
 * @param incremental how it is read by what has changed; none to read all of it each time
 * @param form how an answer holds its records
 */
public record Source(
    URI url,
    Request request,
    JsonPointer records,
    Optional<JsonPointer> error,
    Paging paging,
    Optional<RateLimit> rateLimit,
    Map<Integer, StatusPolicy> onStatus,
    Optional<Incremental> incremental,
    AnswerForm form) {

  public Source {
    onStatus = Collections.unmodifiableMap(new LinkedHashMap<>(onStatus));
  }

  /** Of a source that is read as a whole, with records in a list of JSON. */
  public Source(
      URI url,
      Request request,
      JsonPointer records,
      Optional<JsonPointer> error,
      Paging paging,
      Optional<RateLimit> rateLimit,
      Map<Integer, StatusPolicy> onStatus) {
    this(
        url,
        request,
        records,
        error,
        paging,
        rateLimit,
        onStatus,
        Optional.empty(),
        AnswerForm.USUAL);
  }

  /** With the usual for every status. */
  public Source(
      URI url,
      Map<String, String> query,
      JsonPointer records,
      Optional<JsonPointer> error,
      Paging paging,
      Optional<RateLimit> rateLimit) {
    this(url, Request.get(query), records, error, paging, rateLimit, Map.of());
  }

  /** The same API at another place. */
  public Source at(URI place) {
    return new Source(
        place, request, records, error, paging, rateLimit, onStatus, incremental, form);
  }

  /** For a source of one's own: the limit protects the real one. */
  public Source withoutRateLimit() {
    return new Source(
        url, request, records, error, paging, Optional.empty(), onStatus, incremental, form);
  }

  /** Parameters sent with every request, in order; one with several values is repeated. */
  public Map<String, List<String>> query() {
    return request.query();
  }

  /** Whether a template of the request names a variable of this kind. */
  public boolean names(Variable.Kind kind) {
    return kinds().contains(kind);
  }

  /** The kinds of variables that the request's templates name. */
  public Set<Variable.Kind> kinds() {
    List<String> texts = new ArrayList<>(request.texts());
    texts.add(SourceUrl.text(url));
    return Request.kindsIn(texts);
  }

  /** Whether it is asked by GET, without credentials, headers of its own and variables. */
  public boolean isPlain() {
    return request.method() == Request.Method.GET
        && request.authentication().isEmpty()
        && request.headers().isEmpty()
        && kinds().isEmpty();
  }

  /** Whether a request says how many records it wants. */
  public boolean takesSize() {
    return paging.sizeParameter().isPresent() || names(Variable.Kind.SIZE);
  }

  /** Whether its pages are made repeatable by a seed. */
  public boolean takesSeed() {
    return paging instanceof Paging.Numbered numbered
        && (numbered.seedParameter().isPresent() || names(Variable.Kind.SEED));
  }
}
