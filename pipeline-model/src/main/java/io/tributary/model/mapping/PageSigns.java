package io.tributary.model.mapping;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an answer says about the pages after it, as far as the definition names a place for it.
 *
 * @param next the next page's token or URL; none where the answer names none
 * @param endMark what stood there instead, when that is one of the definition's end marks
 * @param hasMore whether there is another page; none where the answer does not say
 * @param total records that the source has; none where the answer does not say
 * @param lastValue of the page's last record: what the next request is to name
 * @param greatest value of an incremental source's field among the records, on the definition's
 *     scale; none where no record has one
 */
public record PageSigns(
    Optional<String> next,
    Optional<String> endMark,
    Optional<Boolean> hasMore,
    OptionalLong total,
    Optional<String> lastValue,
    OptionalLong greatest) {

  /** Of an answer that says nothing. */
  public static final PageSigns NONE = ofNext(Optional.empty());

  /** Of a source that is read as a whole. */
  public PageSigns(
      Optional<String> next,
      Optional<String> endMark,
      Optional<Boolean> hasMore,
      OptionalLong total,
      Optional<String> lastValue) {
    this(next, endMark, hasMore, total, lastValue, OptionalLong.empty());
  }

  /** Of an answer that says no more than the next page's token or URL, if there is one. */
  public static PageSigns ofNext(Optional<String> next) {
    return new PageSigns(
        next, Optional.empty(), Optional.empty(), OptionalLong.empty(), Optional.empty());
  }

  /** The same, with another next page. */
  public PageSigns withNext(Optional<String> other) {
    return new PageSigns(other, endMark, hasMore, total, lastValue, greatest);
  }
}
