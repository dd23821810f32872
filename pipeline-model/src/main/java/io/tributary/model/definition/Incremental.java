package io.tributary.model.definition;

import java.time.Duration;
import java.util.Optional;

/**
 * How a source is read by what has changed in it: a run asks only for records from the pipeline's
 * cursor on, and the cursor moves once the run is verified. Positions are numbers on the {@link
 * CursorScale}.
 *
 * @param field the event's field whose values order the source's changes
 * @param start where the first run begins
 * @param parameter of the requests that names where to begin, inclusive
 * @param endParameter of the requests that names where to end, exclusive
 * @param format how requests write times
 * @param window how much time one reading covers at most; none to read all at once
 * @param lookback how far before the cursor a run begins to read again
 * @param endInTemplate whether a template of the request names where to end
 */
public record Incremental(
    String field,
    CursorScale scale,
    long start,
    Optional<String> parameter,
    Optional<String> endParameter,
    TimeFormat format,
    Optional<Duration> window,
    Optional<Duration> lookback,
    boolean endInTemplate) {

  /** A position as requests write it; what is finer than the format is cut off. */
  public String written(long position) {
    return scale.written(position, format);
  }

  /** The greatest position, up to this one, that a request can name. */
  public long floor(long position) {
    return scale.floor(position, format);
  }

  /** Whether a request says where to end. */
  public boolean isBounded() {
    return endParameter.isPresent() || endInTemplate;
  }
}
