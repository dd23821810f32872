package io.tributary.console.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.console.platform.Answer;
import io.tributary.console.web.Pages;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.run.RunRecord;
import io.tributary.model.run.RunReport;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The figures of the page, each another one, beside their names. */
class OverviewPageTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  @Test
  void pipeline_hasEachFigureBesideItsName() throws Exception {
    History.Point point =
        new History.Point(
            NOW,
            1_234.4,
            OptionalLong.of(56_789),
            0.0123,
            OptionalDouble.of(0.085),
            OptionalDouble.of(2.5));

    String page =
        page(
            List.of(),
            new PipelineOverview(
                pipeline("users"),
                PipelineState.CATCHING_UP,
                "running",
                Answer.known(point),
                Answer.known(56_789L),
                Answer.known(46.0),
                Answer.known(Optional.of(run(RunReport.State.PUBLISHED))),
                NOW));

    assertThat(page)
        .contains("1 pipeline, none needs attention.")
        .contains("catching up records wait in Kafka and are being processed")
        .contains("Records per second 1,234 ")
        .contains("Lag 56,789 records ")
        .contains("Time to catch up 46 s ")
        .contains("Latency p50 / p99 85 ms / 2.5 s ")
        .contains("Dead letters, 10 min 1.23% ")
        .contains("Last run published 3 min ago");
  }

  @Test
  void page_countsThoseThatNeedAttention_andNamesWhatDoesNotAnswer() throws Exception {
    String page =
        page(
            List.of(
                new PlatformPart("Kafka", "", "Unused."),
                new PlatformPart(
                    "Cassandra", "Cassandra gave no answer within 3.0 s", "No rows are written.")),
            stalled("users", Answer.known(Optional.of(run(RunReport.State.PUBLISHED)))),
            upToDate("quakes", Answer.known(Optional.of(run(RunReport.State.FAILED)))),
            upToDate("quakes", Answer.known(Optional.empty())),
            upToDate("quakes", Answer.unknown("Cassandra gave no answer within 4.0 s")));

    assertThat(page)
        .contains("4 pipelines, 2 need attention.")
        .contains("Cassandra gave no answer within 3.0 s. No rows are written.")
        .doesNotContain("Unused")
        .contains(
            "stalled no batch finished for 70 s", "up to date everything in Kafka is processed")
        .contains("Lag not known", "Last run none yet")
        .contains("Last run not known Cassandra gave no answer within 4.0 s");
  }

  private static PipelineOverview stalled(String name, Answer<Optional<RunRecord>> lastRun)
      throws Exception {
    return new PipelineOverview(
        pipeline(name),
        PipelineState.STALLED,
        "no batch finished for 70 s",
        Answer.unknown("why"),
        Answer.unknown("why"),
        Answer.unknown("why"),
        lastRun,
        NOW);
  }

  private static PipelineOverview upToDate(String name, Answer<Optional<RunRecord>> lastRun)
      throws Exception {
    return new PipelineOverview(
        pipeline(name),
        PipelineState.UP_TO_DATE,
        "running",
        Answer.unknown("why"),
        Answer.known(0L),
        Answer.known(0.0),
        lastRun,
        NOW);
  }

  private static RunRecord run(RunReport.State state) {
    return new RunRecord(
        "users",
        "run-1",
        new RunReport(
            state,
            NOW.minusSeconds(180),
            NOW.minusSeconds(60),
            1,
            1,
            1,
            0,
            Optional.empty(),
            Optional.empty()),
        Optional.empty());
  }

  private static Pipeline pipeline(String name) throws Exception {
    return Pipeline.load(Path.of("../pipelines", name + ".yaml"));
  }

  private static String page(List<PlatformPart> parts, PipelineOverview... pipelines) {
    return new Pages(Optional::empty)
        .render(
            "pipelines.jte",
            Map.of(
                "model",
                OverviewRoutes.Overview.of(
                    new PlatformWatch.Look(parts, List.of(pipelines)), Optional.empty(), NOW)))
        .replaceAll("<[^>]*>", " ")
        .replaceAll("\\s+", " ");
  }
}
