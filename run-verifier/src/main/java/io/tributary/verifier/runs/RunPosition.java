package io.tributary.verifier.runs;

import io.tributary.model.run.RunRecord;
import java.time.Instant;
import java.util.Comparator;

/**
 * Where a run is in the list of runs, which begins with the latest.
 *
 * @param started when its latest try began
 */
public record RunPosition(Instant started, String runId) implements Comparable<RunPosition> {
  private static final Comparator<RunPosition> LATEST_FIRST =
      Comparator.comparing(RunPosition::started).reversed().thenComparing(RunPosition::runId);

  /** The place of this run. */
  public static RunPosition of(RunRecord run) {
    return new RunPosition(run.report().started(), run.runId());
  }

  /** What is further down the list is greater. */
  @Override
  public int compareTo(RunPosition other) {
    return LATEST_FIRST.compare(this, other);
  }
}
