package io.tributary.verifier.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.deadletter.DeadLetter;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.refusal.Reason;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Selection ALL = Selection.ALL;

  private final DeadLetter letter = letter("run-1", "open");

  @Test
  void includes_everything_whenNothingIsAskedFor() {
    assertThat(ALL.includes(letter)).isTrue();
    assertThat(ALL.includes(letter(null, "replayed"))).isTrue();
    assertThat(ALL.includes(LocalDate.EPOCH)).isTrue();
  }

  @Test
  void includes_byReasonAndRun() {
    assertThat(reason(Reason.WRONG_TYPE).includes(letter)).isTrue();
    assertThat(reason(Reason.TOO_LARGE).includes(letter)).isFalse();
    assertThat(run("run-1").includes(letter)).isTrue();
    assertThat(run("run-2").includes(letter)).isFalse();
    assertThat(run("run-1").includes(letter(null, "open"))).isFalse();
  }

  @Test
  void includes_byField() {
    assertThat(field("size").includes(letter)).isTrue();
    assertThat(field("colour").includes(letter)).isFalse();
  }

  @Test
  void includes_theOneAtAPlace() {
    assertThat(Selection.at(new RecordPosition("orders", 0, 17)).includes(letter)).isTrue();
    assertThat(Selection.at(new RecordPosition("orders", 0, 18)).includes(letter)).isFalse();
    assertThat(Selection.at(new RecordPosition("orders", 1, 17)).includes(letter)).isFalse();
  }

  @Test
  void includes_onlyOpenOnes_whenAsked() {
    Selection open = ALL.onlyOpen();

    assertThat(open.includes(letter)).isTrue();
    assertThat(open.includes(letter("run-1", "replayed"))).isFalse();
  }

  @Test
  void includes_fromTheVeryTime() {
    assertThat(since(NOON).includes(letter)).isTrue();
    assertThat(since(NOON.plusMillis(1)).includes(letter)).isFalse();
    assertThat(since(NOON).includes(LocalDate.parse("2026-03-01"))).isTrue();
    assertThat(since(NOON).includes(LocalDate.parse("2026-02-28"))).isFalse();
  }

  private static Selection reason(Reason reason) {
    return selection(Optional.of(reason), Optional.empty(), Optional.empty());
  }

  private static Selection run(String id) {
    return selection(Optional.empty(), Optional.of(id), Optional.empty());
  }

  private static Selection since(Instant from) {
    return selection(Optional.empty(), Optional.empty(), Optional.of(from));
  }

  private static Selection field(String name) {
    return new Selection(
        Optional.empty(),
        Optional.of(name),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  private static Selection selection(
      Optional<Reason> reason, Optional<String> run, Optional<Instant> since) {
    return new Selection(reason, Optional.empty(), run, since, Optional.empty(), false);
  }

  private static DeadLetter letter(@Nullable String run, String state) {
    return new DeadLetter(
        new RecordPosition("orders", 0, 17),
        "WRONG_TYPE",
        "size",
        "",
        NOON,
        run,
        null,
        state,
        null,
        null,
        0);
  }
}
