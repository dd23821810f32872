package io.tributary.verifier.deadletter;

import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.deadletter.DeadLetter;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.refusal.Reason;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Which dead letters to list; what is not given allows all.
 *
 * @param field name of the field at fault
 * @param since the earliest CreateTime of a record
 * @param at the place of the only one
 * @param open only those that nobody has dealt with
 */
public record Selection(
    Optional<Reason> reason,
    Optional<String> field,
    Optional<String> runId,
    Optional<Instant> since,
    Optional<RecordPosition> at,
    boolean open) {

  /** All there are. */
  public static final Selection ALL =
      new Selection(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false);

  /** The one at a place. */
  public static Selection at(RecordPosition position) {
    return new Selection(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(position),
        false);
  }

  /** The same, but only those that nobody has dealt with. */
  public Selection onlyOpen() {
    return new Selection(reason, field, runId, since, at, true);
  }

  /** Whether letters of records of that day (UTC) can be among them. */
  boolean includes(LocalDate day) {
    return since.map(from -> !day.isBefore(LocalDate.ofInstant(from, ZoneOffset.UTC))).orElse(true);
  }

  /** Whether a letter is among them. */
  public boolean includes(DeadLetter letter) {
    return reason.map(wanted -> letter.reason().equals(wanted.name())).orElse(true)
        && field.map(wanted -> wanted.equals(letter.field())).orElse(true)
        && runId.map(wanted -> wanted.equals(letter.runId())).orElse(true)
        && since.map(from -> !letter.recordTime().isBefore(from)).orElse(true)
        && at.map(wanted -> wanted.equals(letter.position())).orElse(true)
        && (!open || letter.state().equals(DeadLetterCql.OPEN));
  }
}
