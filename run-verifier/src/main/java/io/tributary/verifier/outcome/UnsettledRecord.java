package io.tributary.verifier.outcome;

import io.tributary.model.event.RecordPosition;

/**
 * A record that has not become what it must.
 *
 * @param key the record's key, made printable
 * @param differing names of the fields whose values differ from the row's, or of the tables that
 *     have no row; empty when there is neither row nor dead letter of a pipeline with one table
 * @param reason why a row that is not there does not count, as the end of a clause; otherwise empty
 */
public record UnsettledRecord(
    RecordPosition position, String key, String differing, String reason) {

  @Override
  public String toString() {
    String fields = differing.isEmpty() ? "" : ", in " + differing;
    String why = reason.isEmpty() ? "" : ", " + reason;
    return "%s (key %s%s%s)".formatted(position, key, fields, why);
  }
}
