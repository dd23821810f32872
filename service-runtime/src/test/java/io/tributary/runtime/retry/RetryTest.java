package io.tributary.runtime.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.runtime.time.FakeTicker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryTest {
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final FakeTicker ticker = new FakeTicker();
  private final List<String> told = new ArrayList<>();
  private int tries;

  @Test
  void call_returnsTheFirstResult_whenSomeTriesFail() throws Exception {
    Retry retry = retry(Duration.ofSeconds(10));
    assertThat(call(retry, 3)).isEqualTo("try 4");
    assertThat(ticker.sleeps()).containsExactly(PAUSE, PAUSE, PAUSE);
    assertThat(told).containsExactly("try 1 failed", "try 2 failed", "try 3 failed");
  }

  @Test
  void call_throwsTheLastFailure_whenTheTimeIsOver() {
    Retry retry = retry(Duration.ofMillis(500));
    assertThatThrownBy(() -> call(retry, 100))
        .isInstanceOf(IOException.class)
        .hasMessage("try 4 failed");
    assertThat(ticker.sleeps())
        .as("the last try comes at the end")
        .containsExactly(PAUSE, PAUSE, Duration.ofMillis(100));
    assertThat(told).hasSize(3);
  }

  @Test
  void call_triesOnce_whenThereIsNoTime() {
    Retry retry = retry(Duration.ZERO);
    assertThatThrownBy(() -> call(retry, 100)).hasMessage("try 1 failed");
    assertThat(ticker.sleeps()).isEmpty();
    assertThat(told).isEmpty();
  }

  @Test
  void call_throwsAtOnce_whenAnotherTryCannotHelp() {
    Retry retry = retry(Duration.ofSeconds(10));
    assertThatThrownBy(
            () ->
                retry.call(
                    () -> {
                      throw new IllegalStateException("for ever");
                    },
                    failed -> failed instanceof IOException,
                    failed -> told.add("")))
        .hasMessage("for ever");
    assertThat(ticker.sleeps()).isEmpty();
    assertThat(told).isEmpty();
  }

  @Test
  void call_ends_whenInterrupted() {
    Retry retry = retry(Duration.ofSeconds(10));
    assertThatThrownBy(
            () ->
                retry.call(
                    () -> {
                      throw new InterruptedException("stop");
                    },
                    failed -> true,
                    failed -> told.add("")))
        .isInstanceOf(InterruptedException.class);
    assertThat(told).isEmpty();
  }

  @Test
  void call_beginsWithTheShortestPauseAgain_afterAResult() throws Exception {
    Duration twice = PAUSE.multipliedBy(2);
    Retry retry =
        new Retry(
            Duration.ofSeconds(10), Backoff.withoutJitter(PAUSE, Duration.ofSeconds(1)), ticker);
    call(retry, 2);
    call(retry, 5);
    assertThat(ticker.sleeps()).containsExactly(PAUSE, twice, PAUSE, twice);
  }

  @Test
  void call_hasOneLimit_forAllThatIsTriedWithIt() throws Exception {
    Retry retry = retry(Duration.ofMillis(500));
    call(retry, 2);
    assertThatThrownBy(() -> call(retry, 100)).hasMessage("try 5 failed");
    assertThat(ticker.slept()).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void until_returnsTrue_asSoonAsTheConditionHolds() throws Exception {
    ticker.after(PAUSE.multipliedBy(2), () -> told.add("true"));
    assertThat(retry(Duration.ofSeconds(10)).until(() -> !told.isEmpty())).isTrue();
    assertThat(ticker.slept()).isEqualTo(PAUSE.multipliedBy(2));
  }

  @Test
  void until_returnsFalse_whenTheConditionDoesNotHoldInTime() throws Exception {
    assertThat(retry(Duration.ofMillis(500)).until(() -> false)).isFalse();
    assertThat(ticker.slept()).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void waitingFor_tellsTheTimeSinceTheBeginning() throws Exception {
    Retry retry = retry(Duration.ofSeconds(10));
    ticker.pass(Duration.ofSeconds(3));
    assertThat(retry.waitingFor("rain", "dry")).hasToString("waiting for rain, 3 of 10 s (dry)");
    assertThat(retry.left()).isEqualTo(Duration.ofSeconds(7));
    ticker.pass(Duration.ofSeconds(8));
    assertThat(retry.left()).isZero();
    assertThat(retry.isOver()).isTrue();
  }

  private Retry retry(Duration limit) {
    return new Retry(limit, Backoff.every(PAUSE), ticker);
  }

  /** Fails until there have been so many tries, all calls together. */
  private String call(Retry retry, int failures) throws IOException, InterruptedException {
    return retry.call(
        () -> {
          tries++;
          if (tries <= failures) {
            throw new IOException("try " + tries + " failed");
          }
          return "try " + tries;
        },
        failed -> failed instanceof IOException,
        failed -> told.add(String.valueOf(failed.getMessage())));
  }
}
