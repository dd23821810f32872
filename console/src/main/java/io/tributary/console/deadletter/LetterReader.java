package io.tributary.console.deadletter;

import io.tributary.console.deadletter.LetterList.Group;
import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.deadletter.DeadLetter;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.time.Ticker;
import io.tributary.verifier.deadletter.DeadLetterStore;
import io.tributary.verifier.deadletter.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at dead letters, the newest days first: at a bounded number, for a bounded time. Safe for
 * several threads.
 */
final class LetterReader {
  /** Letters that are looked at for one page and its counts. */
  static final int MOST_LOOKED_AT = 20_000;

  private static final Duration LONGEST = Duration.ofSeconds(4);

  private record Kind(String reason, Optional<String> field) {}

  private final Ticker ticker;

  LetterReader(Ticker ticker) {
    this.ticker = ticker;
  }

  /**
   * A page of the letters of a selection, and counts of all that were looked at.
   *
   * @param page its number, from 1
   * @param size letters of a page
   * @throws CommandFailedException when Cassandra does not answer
   */
  LetterList read(
      DeadLetterStore store, Selection selection, LetterFilter filter, int page, int size)
      throws CommandFailedException, InterruptedException {
    Looking looking = new Looking(selection, filter, (page - 1) * size, size);
    // the store would look on and on for letters that are wanted; it is told to hand on all of them
    Selection day =
        new Selection(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            selection.since(),
            selection.at(),
            false);
    store.forEach(day, looking::take);
    return looking.list(page);
  }

  /** What was seen so far. */
  private final class Looking {
    private final Selection selection;
    private final LetterFilter filter;
    private final int skip;
    private final int size;
    private final long began = ticker.nanos();
    private final List<DeadLetter> letters = new ArrayList<>();
    private final Map<Kind, Group> groups = new HashMap<>();
    private long looked;
    private long matching;
    private long open;
    private boolean cut;

    Looking(Selection selection, LetterFilter filter, int skip, int size) {
      this.selection = selection;
      this.filter = filter;
      this.skip = skip;
      this.size = size;
    }

    boolean take(DeadLetter letter) {
      if (looked == MOST_LOOKED_AT || ticker.since(began).compareTo(LONGEST) > 0) {
        cut = true;
        return false;
      }
      looked++;
      if (selection.includes(letter) && filter.includesState(letter)) {
        boolean isOpen = letter.state().equals(DeadLetterCql.OPEN);
        groups.compute(
            new Kind(letter.reason(), Optional.ofNullable(letter.field())),
            (kind, group) -> (group == null ? Group.none(letter) : group).plus(letter, isOpen));
        if (matching >= skip && letters.size() < size) {
          letters.add(letter);
        }
        matching++;
        open += isOpen ? 1 : 0;
      }
      return true;
    }

    LetterList list(int page) {
      List<Group> sorted = new ArrayList<>(groups.values());
      sorted.sort(
          Comparator.comparingLong(Group::letters)
              .reversed()
              .thenComparing(Group::reason)
              .thenComparing(group -> group.field().orElse("")));
      return new LetterList(
          letters, page, matching > skip + letters.size(), matching, open, looked, cut, sorted);
    }
  }
}
