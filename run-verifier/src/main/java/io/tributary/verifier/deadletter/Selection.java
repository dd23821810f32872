package io.tributary.verifier.deadletter;

import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.deadletter.DeadLetter;
import io.tributary.model.refusal.Reason;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Which dead letters to list; what is not given allows all.
 *
 * @param since the earliest CreateTime of a record
 * @param open only those that nobody has dealt with
 */
public record Selection(
    Optional<Reason> reason, Optional<String> runId, Optional<Instant> since, boolean open) {

  /** All there are. */
  public static final Selection ALL =
      new Selection(Optional.empty(), Optional.empty(), Optional.empty(), false);

  /** Whether letters of records of that day (UTC) can be among them. */
  boolean includes(LocalDate day) {
    return since.map(from -> !day.isBefore(LocalDate.ofInstant(from, ZoneOffset.UTC))).orElse(true);
  }

  boolean includes(DeadLetter letter) {
    return reason.map(wanted -> letter.reason().equals(wanted.name())).orElse(true)
        && runId.map(wanted -> wanted.equals(letter.runId())).orElse(true)
        && since.map(from -> !letter.recordTime().isBefore(from)).orElse(true)
        && (!open || letter.state().equals(DeadLetterCql.OPEN));
  }
}
