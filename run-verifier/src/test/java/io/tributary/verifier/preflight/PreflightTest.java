package io.tributary.verifier.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.time.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class PreflightTest {
  private final FakeTicker ticker = new FakeTicker();
  private final List<String> told = new ArrayList<>();

  @Test
  void run_ends_whenNothingIsMissing() throws Exception {
    new Preflight(List.of(Optional::empty), Duration.ZERO, told::add).run();

    assertThat(told).isEmpty();
  }

  @Test
  void run_waits_untilWhatIsMissingComesUp() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Prerequisite late =
        () -> asked.incrementAndGet() < 3 ? Optional.of("no topic users") : Optional.empty();

    new Preflight(List.of(late), Duration.ofMinutes(1), ticker, told::add).run();

    assertThat(told).containsExactly("waiting up to 60 s: no topic users");
    assertThat(ticker.slept()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void run_namesAllThatIsMissing_whenTheTimeIsOver() {
    Preflight preflight =
        new Preflight(
            List.of(() -> Optional.of("no topic users"), () -> Optional.of("no table users")),
            Duration.ZERO,
            told::add);

    assertThatThrownBy(preflight::run)
        .isInstanceOf(CommandFailedException.class)
        .hasMessage("no topic users; no table users");
  }
}
