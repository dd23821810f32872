package io.tributary.model.mapping;

import java.util.List;
import java.util.Optional;

/**
 * What one answer of the source held.
 *
 * @param records in the source's order
 * @param error the source's own message, when the answer is an error in spite of its status 200
 * @param signs what the answer says about the pages after it
 */
public record MappedPage(List<MappedRecord> records, Optional<String> error, PageSigns signs) {

  /** The next page's token or URL, if there is one. */
  public Optional<String> nextToken() {
    return signs.next();
  }
}
