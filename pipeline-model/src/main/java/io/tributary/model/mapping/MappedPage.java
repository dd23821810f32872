package io.tributary.model.mapping;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one answer of the source held.
 *
 * @param records in the source's order
 * @param error the source's own message, when the answer is an error in spite of its status 200
 * @param signs what the answer says about the pages after it
 * @param returned records of the source that it had; another number than of {@code records} where
 *     lists within them are unfolded
 * @param contents {@linkplain io.tributary.model.count.Hash hash} of the source's records, where
 *     lists within them are unfolded
 */
public record MappedPage(
    List<MappedRecord> records,
    Optional<String> error,
    PageSigns signs,
    int returned,
    OptionalLong contents) {

  /** Of an answer whose records are the source's. */
  public MappedPage(List<MappedRecord> records, Optional<String> error, PageSigns signs) {
    this(records, error, signs, records.size(), OptionalLong.empty());
  }

  /** The next page's token or URL, if there is one. */
  public Optional<String> nextToken() {
    return signs.next();
  }
}
