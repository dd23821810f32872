package io.tributary.verifier.deadletter;

import io.tributary.model.deadletter.DeadLetter;
import io.tributary.model.event.RecordPosition;
import io.tributary.runtime.command.CommandFailedException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The dead letters of one pipeline. Several threads may ask for and change single ones. */
public interface DeadLetterStore {

  /**
   * Hands on the letters of the selection, the newest day first, within a day bucket by bucket,
   * until {@code each} wants no more. Holds a page of them at a time.
   *
   * @throws CommandFailedException when the table is not there
   */
  void forEach(Selection selection, Each each) throws CommandFailedException, InterruptedException;

  /** Takes letters. */
  interface Each {
    /** Returns whether it wants another one. */
    boolean take(DeadLetter letter) throws CommandFailedException, InterruptedException;
  }

  /**
   * The letter of the record at a place, with that record, if it is there.
   *
   * @param recordTime the record's CreateTime
   * @throws CommandFailedException when the table is not there
   */
  CompletionStage<Optional<DeadLetterWithRecord>> find(RecordPosition position, Instant recordTime)
      throws CommandFailedException;

  /**
   * Changes the letter's state, whatever it was, at the present time, or just after the present
   * state where that was written with a time in the future. The letter expires when it would have.
   *
   * @throws CommandFailedException when the table is not there
   */
  CompletionStage<?> change(Change change) throws CommandFailedException;

  /**
   * A change of a letter's state.
   *
   * @param position the letter's
   * @param version as the letter was when it was read
   * @param state one of {@link io.tributary.model.cql.DeadLetterCql}'s
   * @param tries how often its replay was tried
   */
  record Change(
      RecordPosition position, LetterVersion version, String state, String note, int tries) {}
}
