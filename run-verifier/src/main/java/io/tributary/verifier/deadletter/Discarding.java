package io.tributary.verifier.deadletter;

import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.deadletter.DeadLetter;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.verifier.deadletter.DeadLetterStore.Change;
import java.util.function.LongConsumer;

/** Marks letters as given up, a few at a time. For one thread, once. */
public final class Discarding {
  private static final int MOST_CHANGES = 16;
  private static final int BETWEEN_PROGRESS = 10_000;

  private final OpenLetterReader letters;
  private final String why;
  private long discarded;

  /**
   * @param why kept with each letter
   */
  public Discarding(DeadLetterStore letters, String why) {
    this.letters = new OpenLetterReader(letters, MOST_CHANGES, "discard");
    this.why = why;
  }

  /**
   * Discards the open letters of the selection, whatever it says of their state, and returns how
   * many there were.
   *
   * @param progress told of the number now and then
   * @throws CommandFailedException when Cassandra does not answer
   */
  public long of(Selection selection, LongConsumer progress)
      throws CommandFailedException, InterruptedException {
    letters.forEach(
        selection,
        letter -> {
          discard(letter);
          if (discarded % BETWEEN_PROGRESS == 0) {
            progress.accept(discarded);
          }
          return true;
        });
    letters.awaitChanges();
    return discarded;
  }

  private void discard(DeadLetterWithRecord whole)
      throws CommandFailedException, InterruptedException {
    DeadLetter letter = whole.letter();
    letters.change(
        new Change(
            letter.position(), whole.version(), DeadLetterCql.DISCARDED, why, letter.tries()));
    discarded++;
  }
}
