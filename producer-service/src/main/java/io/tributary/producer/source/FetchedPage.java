package io.tributary.producer.source;

import io.tributary.model.mapping.MappedRecord;
import io.tributary.model.mapping.PageSigns;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * A page, whole and mapped.
 *
 * @param records the page's records in its order, as many as the run has a use for
 * @param returned records that the page had, as the source counts them
 * @param fetchedAt when the answer was complete
 * @param signs what the answer says about the pages after it
 * @param instead what the answer was, if it was no page
 * @param contents hash of what the page had, where its records are lists that are unfolded
 */
public record FetchedPage(
    PageRequest request,
    List<MappedRecord> records,
    int returned,
    Instant fetchedAt,
    PageSigns signs,
    Optional<NoPage> instead,
    OptionalLong contents) {

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

  /** A page whose records are the source's. */
  public FetchedPage(
      PageRequest request,
      List<MappedRecord> records,
      int returned,
      Instant fetchedAt,
      PageSigns signs,
      Optional<NoPage> instead) {
    this(request, records, returned, fetchedAt, signs, instead, OptionalLong.empty());
  }

  /** An answer that is no page. */
  static FetchedPage without(PageRequest request, Instant at, PageSigns signs, NoPage instead) {
    return new FetchedPage(request, List.of(), 0, at, signs, Optional.of(instead));
  }

  /** The same of one of several readings of the source. */
  FetchedPage within(String reading) {
    return new FetchedPage(
        request.within(reading), records, returned, fetchedAt, signs, instead, contents);
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
    if (contents.isPresent()) {
      return returned == other.returned && contents.equals(other.contents);
    }
    return returned == other.returned
        && records.size() <= other.records.size()
        && IntStream.range(0, records.size())
            .allMatch(index -> Arrays.equals(content(index), other.content(index)));
  }

  private byte[] content(int index) {
    return contentOf(records.get(index));
  }

  /** What is the same each time that the record is fetched. */
  static byte[] contentOf(MappedRecord record) {
    return record instanceof MappedRecord.Event event
        ? event.lasting() == null ? event.value() : event.lasting()
        : ((MappedRecord.Rejected) record).original();
  }
}
