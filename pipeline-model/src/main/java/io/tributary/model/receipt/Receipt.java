package io.tributary.model.receipt;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a producer run did, as acknowledged by Kafka: the last line of its output, and what the
 * verifier holds the table against.
 *
 * @param source the URL that was asked, without its query
 * @param seed what makes the source's pages repeatable; none for a source without one
 * @param firstPage number of the first page fetched, counted from 1; 0 when none was
 * @param lastPage number of the last page fetched; 0 when none was
 * @param asked records that the run was asked for; 0 when it was asked for a duration or for all
 *     there is
 * @param fetched records that the source returned
 * @param published records acknowledged in the events' topic
 * @param rejected records acknowledged in the rejected topic
 * @param complete whether the run did what it was asked to
 * @param contents what the published records hold; none in a receipt of an earlier version
 * @param reading how far the source was read; none in a receipt of an earlier version
 * @param cursor which part of an incremental source was read; none of a source read as a whole
 */
public record Receipt(
    String runId,
    String pipeline,
    String source,
    Optional<String> seed,
    int firstPage,
    int lastPage,
    long asked,
    long fetched,
    long published,
    long rejected,
    boolean complete,
    List<OffsetRange> offsets,
    Instant started,
    Instant ended,
    Optional<Contents> contents,
    Optional<SourceReading> reading,
    Optional<CursorRange> cursor) {

  /** So many records may all be bad by chance; more look like a mistake in the definition. */
  private static final int FEW = 10;

  public Receipt {
    offsets = List.copyOf(offsets);
  }

  /**
   * Whether a run may well have published nothing: there was nothing new in an incremental source
   * that stated its end, or only a few records, which were all rejected.
   */
  public boolean mayPublishNothing() {
    return cursor.isPresent()
        && reading.flatMap(SourceReading::end).isPresent()
        && mayPublishNothing(rejected);
  }

  /** The same of a run that read an incremental source to its end. */
  public static boolean mayPublishNothing(long rejected) {
    return rejected <= FEW;
  }
}
