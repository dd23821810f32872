package io.tributary.verifier.deadletter;

import io.tributary.model.cql.DeadLetterCql;
import io.tributary.runtime.command.CommandFailed;
import io.tributary.verifier.deadletter.Letters.Change;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;

/** Marks letters as given up, a few at a time. For one thread, once. */
public final class Discarding {
  private static final int MOST_IN_FLIGHT = 16;
  private static final int BETWEEN_PROGRESS = 10_000;

  private final Letters letters;
  private final String why;
  private final Deque<CompletableFuture<Optional<WholeDeadLetter>>> readAhead = new ArrayDeque<>();
  private final Deque<CompletableFuture<?>> changes = new ArrayDeque<>();
  private long discarded;

  /**
   * @param why kept with each letter
   */
  public Discarding(Letters letters, String why) {
    this.letters = letters;
    this.why = why;
  }

  /**
   * Discards the open letters of the selection, whatever it says of their state, and returns how
   * many there were.
   *
   * @param progress told of the number now and then
   * @throws CommandFailed when Cassandra does not answer
   */
  public long of(Selection selection, LongConsumer progress)
      throws CommandFailed, InterruptedException {
    letters.forEach(
        new Selection(selection.reason(), selection.runId(), selection.since(), true),
        letter -> {
          readAhead.addLast(letters.whole(letter).toCompletableFuture());
          discard(MOST_IN_FLIGHT - 1, progress);
          return true;
        });
    discard(0, progress);
    awaitChanges(0);
    return discarded;
  }

  private void discard(int most, LongConsumer progress) throws CommandFailed, InterruptedException {
    while (readAhead.size() > most) {
      Optional<WholeDeadLetter> read = get(readAhead.removeFirst());
      // gone, or changed by somebody else, since it was listed
      if (read.isPresent() && read.get().letter().state().equals(DeadLetterCql.OPEN)) {
        discard(read.get());
        if (discarded % BETWEEN_PROGRESS == 0) {
          progress.accept(discarded);
        }
      }
    }
  }

  private void discard(WholeDeadLetter whole) throws CommandFailed, InterruptedException {
    DeadLetter letter = whole.letter();
    awaitChanges(MOST_IN_FLIGHT - 1);
    changes.addLast(
        letters
            .change(
                new Change(
                    letter.place(), whole.version(), DeadLetterCql.DISCARDED, why, letter.tries()))
            .toCompletableFuture());
    discarded++;
  }

  private void awaitChanges(int most) throws CommandFailed, InterruptedException {
    while (changes.size() > most) {
      get(changes.removeFirst());
    }
  }

  private static <T> T get(CompletableFuture<T> answer) throws CommandFailed, InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException failed) {
      throw new CommandFailed(
          "Cassandra did not read or change a dead letter (%s): see that it is well, then discard again"
              .formatted(failed.getCause()),
          failed);
    }
  }
}
