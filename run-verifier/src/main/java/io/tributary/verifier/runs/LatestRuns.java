package io.tributary.verifier.runs;

import io.tributary.model.run.RunRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Takes the runs of one month after the other, the latest month first, and keeps the latest of
 * them. A run that was tried in several months counts once, where its latest try is. Of what it
 * does not keep it remembers the ids alone. For one thread.
 */
final class LatestRuns {
  private static final Comparator<RunRecord> EARLIEST_FIRST =
      Comparator.comparing(RunPosition::of).reversed();

  private final int limit;
  private final Optional<RunPosition> after;
  private final List<RunRecord> kept = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private final PriorityQueue<RunRecord> ofMonth = new PriorityQueue<>(EARLIEST_FIRST);
  private final Set<String> seenInMonth = new HashSet<>();

  /**
   * @param limit how many to keep at most, 1 or more
   * @param after keeps only runs behind this one in the list
   */
  LatestRuns(int limit, Optional<RunPosition> after) {
    this.limit = limit;
    this.after = after;
  }

  /** A run of the month at hand; a month has each run once. */
  void add(RunRecord run) {
    RunPosition position = RunPosition.of(run);
    seenInMonth.add(run.runId());
    boolean isBehind = after.isEmpty() || position.compareTo(after.get()) > 0;
    if (isBehind && !seen.contains(run.runId())) {
      ofMonth.add(run);
      if (ofMonth.size() > limit - kept.size()) {
        ofMonth.poll();
      }
    }
  }

  /** The month is over. */
  void endMonth() {
    List<RunRecord> latest = new ArrayList<>(ofMonth);
    latest.sort(Comparator.comparing(RunPosition::of));
    kept.addAll(latest);
    ofMonth.clear();
    seen.addAll(seenInMonth);
    seenInMonth.clear();
  }

  /** Whether months before can add nothing any more. */
  boolean isFull() {
    return kept.size() >= limit;
  }

  /** The latest first. */
  List<RunRecord> runs() {
    return List.copyOf(kept);
  }
}
