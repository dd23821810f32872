package io.tributary.producer.source;

import io.tributary.model.mapping.MappedRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A page, whole and mapped.
 *
 * @param records the page's records in its order, as many as the run has a use for
 * @param returned records that the page had
 * @param fetchedAt when the answer was complete
 * @param nextToken of a source paged by tokens: the next page's, if there is one
 */
public record FetchedPage(
    PageRequest request,
    List<MappedRecord> records,
    int returned,
    Instant fetchedAt,
    Optional<String> nextToken) {

  public FetchedPage {
    records = List.copyOf(records);
  }

  /** Number of the page, counted from 1. */
  public int number() {
    return request.number();
  }

  /** Where the record at {@code index} of the page, counted from 0, is in the source. */
  public String cursor(int index) {
    return request.cursor(index);
  }
}
