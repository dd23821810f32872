package io.tributary.producer.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.producer.source.SourceFault.Kind;
import io.tributary.runtime.retry.Backoff;
import io.tributary.runtime.time.FakeTicker;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
  private static final Duration GIVE_UP = Duration.ofMinutes(5);
  private final SourceFault busy = new SourceFault(Kind.SERVER_ERROR, "answered 503");

  private final FakeTicker ticker = new FakeTicker();
  private final long seed = System.nanoTime();
  private final RetrySchedule retries =
      new RetrySchedule(
          GIVE_UP,
          new Backoff(RetrySchedule.FIRST_WAIT, RetrySchedule.LONGEST_WAIT, new Random(seed)),
          ticker);

  @Test
  void after_neverWaitsLongerThanTheCap_andGivesUpAfterItsTime() throws InterruptedException {
    long begun = ticker.nanos();
    Optional<Duration> wait = retries.after(busy);
    Duration longest = Duration.ofMillis(500);
    while (wait.isPresent()) {
      assertThat(wait.get()).as("seed %d", seed).isLessThanOrEqualTo(longest);
      longest = longest.multipliedBy(2);
      longest =
          longest.compareTo(RetrySchedule.LONGEST_WAIT) > 0 ? RetrySchedule.LONGEST_WAIT : longest;
      ticker.sleep(wait.get());
      wait = retries.after(busy);
    }
    assertThat(ticker.since(begun)).as("the last try is made when time is up").isEqualTo(GIVE_UP);
  }

  @Test
  void after_waitsAtLeastAsLongAsAsked() {
    Duration asked = Duration.ofSeconds(100);
    SourceFault limited =
        new SourceFault(Kind.RATE_LIMITED, "answered 429", Optional.empty(), Optional.of(asked));
    assertThat(retries.after(limited).orElseThrow())
        .as("seed %d", seed)
        .isBetween(asked, asked.plusMillis(500));
  }

  @Test
  void after_givesUpAtOnce_whenTheSourceAsksForMoreThanIsLeft() {
    SourceFault limited =
        new SourceFault(
            Kind.RATE_LIMITED,
            "answered 429",
            Optional.empty(),
            Optional.of(GIVE_UP.plusSeconds(1)));
    assertThat(retries.after(limited)).isEmpty();
  }

  @Test
  void after_givesUpAtOnce_whenAskingAgainCannotHelp() {
    assertThat(retries.after(new SourceFault(Kind.REFUSED_REQUEST, "answered 404"))).isEmpty();
  }

  @Test
  void after_givesUp_whenTheSameOddAnswerComesTwice() {
    SourceFault odd = new SourceFault(Kind.OTHER_SHAPE, "answered with no page");
    assertThat(retries.after(odd).orElseThrow())
        .as("seed %d", seed)
        .isBetween(RetrySchedule.BEFORE_ONCE_MORE, RetrySchedule.BEFORE_ONCE_MORE.plusMillis(500));
    assertThat(retries.after(odd)).isEmpty();
    assertThat(retries.faults()).isEqualTo(2);
  }

  @Test
  void worked_startsTheTimeAnew() throws InterruptedException {
    assertThat(retries.after(busy)).isPresent();
    ticker.sleep(GIVE_UP);
    retries.worked();
    assertThat(retries.after(busy)).isPresent();
    assertThat(retries.faults()).isEqualTo(1);
  }
}
