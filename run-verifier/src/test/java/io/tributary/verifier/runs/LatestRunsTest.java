package io.tributary.verifier.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.run.RunRecord;
import io.tributary.model.run.RunReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LatestRunsTest {
  private static final Instant DECEMBER = Instant.parse("2026-12-05T00:00:00Z");
  private static final Instant NOVEMBER = Instant.parse("2026-11-05T00:00:00Z");

  private static RunRecord run(String id, Instant started) {
    RunReport report =
        new RunReport(
            RunReport.State.PUBLISHED,
            started,
            started,
            1,
            1,
            1,
            0,
            Optional.empty(),
            Optional.empty());
    return new RunRecord("users", id, report, Optional.empty());
  }

  private static List<String> ids(List<RunRecord> runs) {
    return runs.stream().map(RunRecord::runId).toList();
  }

  private static List<RunRecord> page(
      int limit, Optional<RunPosition> after, List<List<RunRecord>> months) {
    LatestRuns latest = new LatestRuns(limit, after);
    for (List<RunRecord> month : months) {
      if (!latest.isFull()) {
        month.forEach(latest::add);
        latest.endMonth();
      }
    }
    return latest.runs();
  }

  @Test
  void runs_areTheLatest_fromTheLatestMonthOn() {
    List<RunRecord> december = List.of(run("b", DECEMBER), run("a", DECEMBER.plusSeconds(9)));
    List<RunRecord> november = List.of(run("d", NOVEMBER), run("c", NOVEMBER.plusSeconds(9)));

    assertThat(ids(page(3, Optional.empty(), List.of(december, november))))
        .containsExactly("a", "b", "c");
    assertThat(ids(page(2, Optional.empty(), List.of(december, november))))
        .containsExactly("a", "b");
  }

  @Test
  void runThatWasTriedInTwoMonths_countsOnce_onWhateverPageItIs() {
    List<RunRecord> december = List.of(run("again", DECEMBER), run("b", DECEMBER.plusSeconds(1)));
    List<RunRecord> november = List.of(run("again", NOVEMBER.plusSeconds(5)), run("d", NOVEMBER));
    List<List<RunRecord>> months = List.of(december, november);

    assertThat(ids(page(9, Optional.empty(), months))).containsExactly("b", "again", "d");
    Optional<RunPosition> second = Optional.of(new RunPosition(DECEMBER, "again"));
    assertThat(ids(page(9, second, months))).containsExactly("d");
  }

  /** Runs that start at one time, and pages of any size, against a sorted list. */
  @Test
  void pages_makeUpTheWholeList() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<RunRecord> december = new ArrayList<>();
    List<RunRecord> november = new ArrayList<>();
    for (int at = 0; at < 200; at++) {
      december.add(run("d" + at, DECEMBER.plusSeconds(random.nextInt(60))));
      november.add(run("n" + at, NOVEMBER.plusSeconds(random.nextInt(60))));
    }
    List<String> whole =
        ids(
            Stream.concat(december.stream(), november.stream())
                .sorted(Comparator.comparing(RunPosition::of))
                .toList());
    List<String> paged = new ArrayList<>();
    Optional<RunPosition> after = Optional.empty();
    List<RunRecord> next;
    do {
      next = page(1 + random.nextInt(50), after, List.of(december, november));
      paged.addAll(ids(next));
      after = next.isEmpty() ? after : Optional.of(RunPosition.of(next.get(next.size() - 1)));
    } while (!next.isEmpty());

    assertThat(paged).as("seed %s", seed).isEqualTo(whole);
  }
}
