package io.tributary.model.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.run.RunRecord.Status;
import io.tributary.model.run.RunReport.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunRecordTest {
  private static final Instant START = Instant.parse("2026-11-29T12:00:00Z");
  private static final Instant HEARD = START.plusSeconds(10);

  private static RunRecord run(State state, Optional<RunVerdict> verdict) {
    return new RunRecord(
        "users",
        "run",
        new RunReport(
            state, START, HEARD, 5, 5, 4, 1, Optional.of("the trouble"), Optional.empty()),
        verdict);
  }

  private static Optional<RunVerdict> verdict(boolean verified, Instant at) {
    return Optional.of(
        new RunVerdict(
            verified, at, verified ? Optional.empty() : Optional.of("2 are missing"), "{}"));
  }

  @Test
  void status_isSilent_onceNothingWasHeardOfARunningRunForLong() {
    RunRecord run = run(State.RUNNING, Optional.empty());

    assertThat(run.status(HEARD.plus(RunRecord.SILENCE))).isEqualTo(Status.RUNNING);
    Instant late = HEARD.plus(RunRecord.SILENCE).plusMillis(1);
    assertThat(run.status(late)).isEqualTo(Status.SILENT);
    assertThat(run.reason(late).orElseThrow()).contains("2026-11-29T12:00:10Z", "killed");
  }

  @Test
  void status_isWhatTheProducerSaid_withoutAVerdict() {
    Instant late = HEARD.plus(Duration.ofDays(1));

    assertThat(run(State.PUBLISHED, Optional.empty()).status(late)).isEqualTo(Status.PUBLISHED);
    assertThat(run(State.PUBLISHED, Optional.empty()).reason(late)).isEmpty();
    assertThat(run(State.FAILED, Optional.empty()).status(late)).isEqualTo(Status.FAILED);
    assertThat(run(State.FAILED, Optional.empty()).reason(late)).contains("the trouble");
  }

  @Test
  void status_isTheVerdict_unlessAnotherTryHasBegunSince() {
    Instant now = HEARD.plusSeconds(5);

    assertThat(run(State.PUBLISHED, verdict(true, HEARD)).status(now)).isEqualTo(Status.VERIFIED);
    RunRecord red = run(State.PUBLISHED, verdict(false, HEARD));
    assertThat(red.status(now)).isEqualTo(Status.NOT_VERIFIED);
    assertThat(red.reason(now)).contains("2 are missing");
    assertThat(run(State.RUNNING, verdict(true, START.minusMillis(1))).status(now))
        .isEqualTo(Status.RUNNING);
  }
}
