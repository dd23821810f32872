package io.tributary.verifier.deadletter;

import io.tributary.model.deadletter.DeadLetter;
import io.tributary.model.event.Place;
import io.tributary.runtime.command.CommandFailed;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The dead letters of one pipeline. Several threads may ask for and change single ones. */
public interface Letters {

  /**
   * Hands on the letters of the selection, the newest day first, within a day bucket by bucket,
   * until {@code each} wants no more. Holds a page of them at a time.
   *
   * @throws CommandFailed when the table is not there
   */
  void forEach(Selection selection, Each each) throws CommandFailed, InterruptedException;

  /** Takes letters. */
  interface Each {
    /** Returns whether it wants another one. */
    boolean take(DeadLetter letter) throws CommandFailed, InterruptedException;
  }

  /**
   * The letter of the record at a place, with that record, if it is there.
   *
   * @param recordTime the record's CreateTime
   * @throws CommandFailed when the table is not there
   */
  CompletionStage<Optional<WholeDeadLetter>> find(Place place, Instant recordTime)
      throws CommandFailed;

  /**
   * Changes the letter's state, whatever it was, at the present time, or just after the present
   * state where that was written with a time in the future. The letter expires when it would have.
   *
   * @throws CommandFailed when the table is not there
   */
  CompletionStage<?> change(Change change) throws CommandFailed;

  /**
   * A change of a letter's state.
   *
   * @param place the letter's
   * @param version as the letter was when it was read
   * @param state one of {@link io.tributary.model.cql.DeadLetterCql}'s
   * @param tries how often its replay was tried
   */
  record Change(Place place, Version version, String state, String note, int tries) {}
}
