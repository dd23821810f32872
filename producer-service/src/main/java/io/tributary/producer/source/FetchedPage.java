package io.tributary.producer.source;

import io.tributary.model.mapping.MappedRecord;
import io.tributary.model.mapping.PageSigns;
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
 * @param signs what the answer says about the pages after it
 * @param instead what the answer was, if it was no page
 */
public record FetchedPage(
    PageRequest request,
    List<MappedRecord> records,
    int returned,
    Instant fetchedAt,
    PageSigns signs,
    Optional<NoPage> instead) {

  public FetchedPage {
    records = List.copyOf(records);
  }

  /** A page that says no more about the pages after it than the next one's token, if it does. */
  public FetchedPage(
      PageRequest request,
      List<MappedRecord> records,
      int returned,
      Instant fetchedAt,
      Optional<String> nextToken) {
    this(request, records, returned, fetchedAt, PageSigns.ofNext(nextToken), Optional.empty());
  }

  /** An answer that is no page. */
  static FetchedPage without(PageRequest request, Instant at, PageSigns signs, NoPage instead) {
    return new FetchedPage(request, List.of(), 0, at, signs, Optional.of(instead));
  }

  /** Number of the page, counted from 1. */
  public int number() {
    return request.number();
  }

  /** Where the record at {@code index} of the page, counted from 0, is in the source. */
  public String cursor(int index) {
    return request.cursor(index);
  }

  /** The next page's token or URL, if the answer names one. */
  Optional<String> nextToken() {
    return signs.next();
  }

  /** Whether another page returned as many records, and the same as far as this one has them. */
  boolean beginsAs(FetchedPage other) {
    return returned == other.returned
        && records.size() <= other.records.size()
        && IntStream.range(0, records.size())
            .allMatch(index -> Arrays.equals(content(index), other.content(index)));
  }

  private byte[] content(int index) {
    return contentOf(records.get(index));
  }

  static byte[] contentOf(MappedRecord record) {
    return record instanceof MappedRecord.Event event
        ? event.value()
        : ((MappedRecord.Rejected) record).original();
  }
}
