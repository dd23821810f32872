package io.tributary.verifier.deadletter;

import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.event.RecordPosition;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.verifier.deadletter.DeadLetterStore.Change;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Reads open letters with their records, a few ahead, and changes letters, a bounded number at a
 * time. For one thread, once.
 */
public final class OpenLetterReader {
  private static final int READ_AHEAD = 16;

  private final DeadLetterStore letters;
  private final int mostChanges;
  private final String doing;
  private final Deque<CompletableFuture<Optional<DeadLetterWithRecord>>> readAhead =
      new ArrayDeque<>();
  private final Deque<CompletableFuture<?>> changes = new ArrayDeque<>();
  private boolean wantsMore = true;

  /**
   * @param mostChanges that are not answered at a time
   * @param doing what is done with the letters, for people who are to do it again: replay
   */
  public OpenLetterReader(DeadLetterStore letters, int mostChanges, String doing) {
    this.letters = letters;
    this.mostChanges = mostChanges;
    this.doing = doing;
  }

  /** Takes letters. */
  public interface Each {
    /** Returns whether it wants another one. */
    boolean take(DeadLetterWithRecord letter) throws CommandFailedException, InterruptedException;
  }

  /**
   * Hands on the open letters of the selection, whatever it says of their state, until {@code each}
   * wants no more.
   *
   * @throws CommandFailedException when Cassandra does not answer
   */
  public void forEach(Selection selection, Each each)
      throws CommandFailedException, InterruptedException {
    letters.forEach(
        selection.onlyOpen(),
        letter -> {
          readAhead.addLast(
              letters.find(letter.position(), letter.recordTime()).toCompletableFuture());
          if (readAhead.size() >= READ_AHEAD) {
            handOn(each);
          }
          return wantsMore;
        });
    while (wantsMore && !readAhead.isEmpty()) {
      handOn(each);
    }
  }

  private void handOn(Each each) throws CommandFailedException, InterruptedException {
    Optional<DeadLetterWithRecord> read = get(readAhead.removeFirst());
    // gone, or changed by somebody else, since it was listed
    if (read.isPresent() && read.get().letter().state().equals(DeadLetterCql.OPEN)) {
      wantsMore = each.take(read.get());
    }
  }

  /**
   * Changes a letter once there is room for it.
   *
   * @throws CommandFailedException when Cassandra did not make an earlier change
   */
  public void change(Change change) throws CommandFailedException, InterruptedException {
    awaitChanges(mostChanges - 1);
    changes.addLast(letters.change(change).toCompletableFuture());
  }

  /**
   * Discards the letter of the record at a place, if it is there and open.
   *
   * @param recordTime the record's CreateTime
   * @throws CommandFailedException when Cassandra does not answer
   */
  public void discard(RecordPosition position, Instant recordTime, String why)
      throws CommandFailedException, InterruptedException {
    Optional<DeadLetterWithRecord> found =
        get(letters.find(position, recordTime).toCompletableFuture());
    if (found.isPresent() && found.get().letter().state().equals(DeadLetterCql.OPEN)) {
      int tries = found.get().letter().tries();
      change(new Change(position, found.get().version(), DeadLetterCql.DISCARDED, why, tries));
    }
  }

  /**
   * Waits until all changes are made.
   *
   * @throws CommandFailedException when Cassandra did not make one
   */
  public void awaitChanges() throws CommandFailedException, InterruptedException {
    awaitChanges(0);
  }

  private void awaitChanges(int most) throws CommandFailedException, InterruptedException {
    while (changes.size() > most) {
      get(changes.removeFirst());
    }
  }

  private <T> T get(CompletableFuture<T> answer)
      throws CommandFailedException, InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException failed) {
      throw new CommandFailedException(
          "Cassandra did not read or change a dead letter (%s): see that it is well, then %s again"
              .formatted(failed.getCause(), doing),
          failed);
    }
  }
}
