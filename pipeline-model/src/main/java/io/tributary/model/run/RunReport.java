package io.tributary.model.run;

import io.tributary.model.receipt.Receipt;
import io.tributary.model.receipt.ReceiptJson;
import java.time.Instant;
import java.util.Optional;

/**
 * What the producer last said about its run.
 *
 * @param started when its latest try began
 * @param updated when this was said
 * @param asked records that it was asked for; 0 when it was asked for a duration or for all there
 *     is
 * @param fetched records that the source returned so far
 * @param published records acknowledged in the events' topic so far
 * @param rejected records acknowledged in the rejected topic so far
 * @param trouble why it failed, or what it waits for
 * @param receipt the receipt as JSON, once the run has ended
 */
public record RunReport(
    State state,
    Instant started,
    Instant updated,
    long asked,
    long fetched,
    long published,
    long rejected,
    Optional<String> trouble,
    Optional<String> receipt) {

  /** Where a run is, as far as its producer knows. */
  public enum State {
    RUNNING,
    PUBLISHED,
    FAILED
  }

  /**
   * What is said at the end of a run.
   *
   * @param failure why it did not do what it was asked to
   */
  public static RunReport ended(Receipt receipt, Optional<String> failure) {
    return new RunReport(
        receipt.complete() && failure.isEmpty() ? State.PUBLISHED : State.FAILED,
        receipt.started(),
        receipt.ended(),
        receipt.asked(),
        receipt.fetched(),
        receipt.published(),
        receipt.rejected(),
        failure,
        Optional.of(ReceiptJson.write(receipt)));
  }
}
