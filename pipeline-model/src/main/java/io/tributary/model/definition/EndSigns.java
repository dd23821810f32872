package io.tributary.model.definition;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.Optional;
import java.util.Set;

/**
 * How the answers of a paged source say that there is no more, beside what the kind of paging says
 * by itself, and how far a run follows a source that does not say it.
 *
 * @param hasMore where an answer says whether there is another page, if it does
 * @param total where an answer says how many records the source has, if it does
 * @param endMarks texts that mean "no other page" where the next page's token is expected
 * @param maxEmptyPages pages without records in a row after which the source has no more, 1 or more
 * @param maxPages pages after which a run gives up, 1 or more
 */
public record EndSigns(
    Optional<JsonPointer> hasMore,
    Optional<JsonPointer> total,
    Set<String> endMarks,
    int maxEmptyPages,
    int maxPages) {

  /** Enough for sources that leave out a page or two, few enough to be asked within seconds. */
  public static final int DEFAULT_MAX_EMPTY_PAGES = 5;

  /** More than any source that is read in a day. */
  public static final int DEFAULT_MAX_PAGES = 1_000_000;

  /** Of a definition that names none. */
  public static final EndSigns NONE =
      new EndSigns(
          Optional.empty(), Optional.empty(), Set.of(), DEFAULT_MAX_EMPTY_PAGES, DEFAULT_MAX_PAGES);

  public EndSigns {
    endMarks = Set.copyOf(endMarks);
  }
}
