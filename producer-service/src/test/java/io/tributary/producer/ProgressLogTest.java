package io.tributary.producer;

import static io.tributary.producer.ProgressLog.Saying.NEWS;
import static io.tributary.producer.ProgressLog.Saying.NOTHING;
import static io.tributary.producer.ProgressLog.Saying.STILL_RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.time.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressLogTest {
  private static final Duration SILENCE = ProgressLog.LONGEST_SILENCE;

  private final FakeTicker ticker = new FakeTicker();
  private final List<String> unlogged = new ArrayList<>();
  private final ProgressLog log = new ProgressLog(() -> at(0), ticker, unlogged::add);

  @Test
  void next_isNewsOnce_whenSomethingChanged() {
    assertThat(log.next(at(5), true)).isEqualTo(NEWS);
    ticker.pass(Duration.ofSeconds(1));
    assertThat(log.next(at(5), true)).isEqualTo(NOTHING);
    assertThat(log.next(at(6), true)).isEqualTo(NEWS);
  }

  @Test
  void next_isThatItStillRuns_afterEachLongSilence() {
    assertThat(log.next(at(5), true)).isEqualTo(NEWS);
    ticker.pass(SILENCE.minusSeconds(1));
    assertThat(log.next(at(5), true)).isEqualTo(NOTHING);
    ticker.pass(Duration.ofSeconds(1));
    assertThat(log.next(at(5), true)).isEqualTo(STILL_RUNNING);
    assertThat(log.next(at(5), true)).isEqualTo(NOTHING);
    ticker.pass(SILENCE);
    assertThat(log.next(at(5), true)).isEqualTo(STILL_RUNNING);
  }

  @Test
  void next_isThatItStillRuns_whenNewsAreNotLogged() {
    ticker.pass(SILENCE);
    assertThat(log.next(at(5), false)).isEqualTo(STILL_RUNNING);
    assertThat(log.next(at(6), false)).isEqualTo(NOTHING);
  }

  @Test
  void stillRunning_isPrinted_whenTheLogLetsOnlyErrorsThrough() {
    log.stillRunning(at(5), false);
    assertThat(unlogged).containsExactly("still running: " + at(5));
  }

  @Test
  void stillRunning_isSaidOnce_whenTheLogLetsItThrough() {
    log.stillRunning(at(5), true);
    assertThat(unlogged).isEmpty();
  }

  private static RunProgress at(long fetched) {
    return new RunProgress(fetched, 0, 0, 0, Optional.empty());
  }
}
