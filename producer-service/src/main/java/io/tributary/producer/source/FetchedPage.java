package io.tributary.producer.source;

import io.tributary.model.mapping.MappedRecord;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

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

  /** Whether another page returned as many records, and the same as far as this one has them. */
  boolean beginsAs(FetchedPage other) {
    return returned == other.returned
        && records.size() <= other.records.size()
        && IntStream.range(0, records.size())
            .allMatch(index -> Arrays.equals(content(index), other.content(index)));
  }

  private byte[] content(int index) {
    return records.get(index) instanceof MappedRecord.Event event
        ? event.value()
        : ((MappedRecord.Rejected) records.get(index)).original();
  }
}
