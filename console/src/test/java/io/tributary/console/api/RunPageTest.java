package io.tributary.console.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.console.web.ProblemException;
import io.tributary.model.run.RunRecord;
import io.tributary.model.run.RunReport;
import io.tributary.verifier.runs.RunPosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunPageTest {
  private static final Instant BEGAN = Instant.parse("2026-11-02T03:04:05.678Z");

  @Test
  void pages_haveEachRunOnce_theLatestFirst_evenWhenSomeStartedTogether() {
    List<RunRecord> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      all.add(run("run " + i, BEGAN.plusSeconds(i / 3)));
    }
    List<String> seen = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      RunPage page = page(all, cursor, 4);
      page.runs().forEach(run -> seen.add(run.runId()));
      cursor = page.cursor();
    } while (cursor.isPresent());

    assertThat(seen)
        .containsExactly(
            "run 9", "run 6", "run 7", "run 8", "run 3", "run 4", "run 5", "run 0", "run 1",
            "run 2");
  }

  @Test
  void page_goesOnWhereTheLastEnded_whenARunWasAddedSince() {
    List<RunRecord> all = new ArrayList<>(List.of(run("a", BEGAN), run("b", BEGAN.plusSeconds(1))));
    Optional<String> cursor = page(all, Optional.empty(), 1).cursor();
    all.add(run("c", BEGAN.plusSeconds(2)));

    assertThat(page(all, cursor, 10).runs()).extracting(RunRecord::runId).containsExactly("a");
  }

  @Test
  void lastPage_hasNoCursor() {
    List<RunRecord> all = List.of(run("a", BEGAN), run("b", BEGAN));

    assertThat(page(all, Optional.empty(), 2).cursor()).isEmpty();
    assertThat(page(List.of(), Optional.empty(), 2).cursor()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "!", "AAAA", "MjAyNi0xMS0wMlQwMzowNDowNVo", "eCB5"})
  void cursor_isRefused_whenItIsNone(String cursor) {
    assertThatThrownBy(() -> RunPage.after(cursor))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("expected the cursor of the page before");
  }

  /** As Cassandra has them, behind the run that the cursor names. */
  private static RunPage page(List<RunRecord> all, Optional<String> cursor, int limit) {
    Optional<RunPosition> after = cursor.map(RunPage::after);
    return RunPage.of(
        all.stream()
            .filter(run -> after.isEmpty() || RunPosition.of(run).compareTo(after.get()) > 0)
            .sorted(Comparator.comparing(RunPosition::of))
            .limit(limit + 1)
            .toList(),
        limit);
  }

  private static RunRecord run(String id, Instant started) {
    return new RunRecord(
        "orders",
        id,
        new RunReport(
            RunReport.State.PUBLISHED,
            started,
            started,
            10,
            10,
            10,
            0,
            Optional.empty(),
            Optional.empty()),
        Optional.empty());
  }
}
