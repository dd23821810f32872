package io.tributary.console.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tributary.console.runs.RunDetails.Line;
import io.tributary.console.web.PageFrame;
import io.tributary.console.web.Pages;
import io.tributary.console.web.Role;
import io.tributary.console.web.Visitor;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.run.RunRecord;
import io.tributary.model.run.RunReport;
import io.tributary.model.run.RunVerdict;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunDetailsTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final Visitor VISITOR = new Visitor(Role.VIEWER, "somebody", "", false);
  private static final String REPORT =
      """
      {"rows": 2950, "superseded": 40, "deleted": 7, "expired": 6, "dead_letters": 31,
       "missing": 12, "different": 5, "lost": 2, "first_missing": ["users_created-1@670", "users_created-2@7"], "warnings": ["no value for phone"]}
      """;

  @Test
  void account_hasEachFigureOfTheProducerAndOfTheVerifier() throws Exception {
    RunDetails run = details(run(3_010, Optional.of(verdict())));

    assertThat(run.account())
        .extracting(Line::what, Line::records)
        .containsExactly(
            tuple("asked for", 3_010L),
            tuple("read", 3_005L),
            tuple("published", 3_000L),
            tuple("rejected", 4L),
            tuple("rows", 2_950L),
            tuple("superseded", 40L),
            tuple("deleted", 7L),
            tuple("expired", 6L),
            tuple("dead letters", 31L),
            tuple("missing", 12L),
            tuple("different", 5L),
            tuple("lost", 2L));
    assertThat(run.warnings()).containsExactly("no value for phone");
    assertThat(run.firstMissing())
        .extracting(RecordPosition::toString)
        .containsExactly("users_created-1@670", "users_created-2@7");
    assertThat(run.firstDifferent()).isEmpty();
  }

  @Test
  void page_leadsToTheRecordsThatAreMissing() throws Exception {
    String page =
        new Pages(Optional::empty)
            .render(
                "run.jte",
                Map.of(
                    "page",
                    new PageFrame("Run", VISITOR, "/", Optional.empty()),
                    "model",
                    details(run(3_010, Optional.of(verdict())))));

    assertThat(page)
        .contains("Missing, the first of them: <a href=\"/record?pipeline=users&amp;position=")
        .contains("<code>users_created-1@670</code>")
        .doesNotContain("Different from their row");
  }

  @Test
  void account_hasTheProducersFiguresOnly_beforeTheRunIsVerified() throws Exception {
    RunDetails run = details(run(0, Optional.empty()));

    assertThat(run.account())
        .extracting(Line::what)
        .containsExactly("read", "published", "rejected");
    assertThat(run.endOfSource()).isEqualTo("not on record");
  }

  @Test
  void table_hasOneLineForEachRun_withItsFigures() {
    String table =
        new Pages(Optional::empty)
            .render(
                "runtable.jte",
                Map.of(
                    "runs",
                    List.of(run(3_010, Optional.of(verdict())), run(0, Optional.empty())),
                    "now",
                    NOW))
            .replaceAll("<[^>]*>", " ")
            .replaceAll("\\s+", " ");

    assertThat(table)
        .contains("2026-06-01 11:50:00 run-1 not verified 3,010 3,000 4 12 records are missing")
        .contains("2026-06-01 11:50:00 run-1 published all 3,000 4 ");
  }

  private static RunVerdict verdict() {
    return new RunVerdict(false, NOW, Optional.of("12 records are missing"), REPORT);
  }

  private static RunRecord run(long asked, Optional<RunVerdict> verdict) {
    return new RunRecord(
        "users",
        "run-1",
        new RunReport(
            RunReport.State.PUBLISHED,
            NOW.minusSeconds(600),
            NOW.minusSeconds(500),
            asked,
            3_005,
            3_000,
            4,
            Optional.empty(),
            Optional.empty()),
        verdict);
  }

  private static RunDetails details(RunRecord run) throws Exception {
    return RunDetails.of(
        Pipeline.load(Path.of("../pipelines/users.yaml")),
        run,
        Optional.empty(),
        Optional.empty(),
        NOW);
  }
}
