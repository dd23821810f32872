package io.tributary.consumer.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.time.FakeTicker;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EpochWatchTest {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final long LIMIT =
      EpochWatch.NONE_COMMITTED.plus(INTERVAL.multipliedBy(2)).toSeconds();

  private final FakeTicker ticker = new FakeTicker();
  private boolean cassandraIsThere = true;
  private int questions;
  private int stalls;
  private long epoch;
  private Object committed = new Object();
  private final EpochWatch watch =
      new EpochWatch(
          INTERVAL,
          () -> {
            questions++;
            return cassandraIsThere;
          },
          () -> stalls++,
          ticker);

  EpochWatchTest() {
    watch.begin(epoch, committed);
  }

  /** Epochs begin, and so many seconds pass or the query has stalled. */
  private Optional<String> pass(long seconds) throws InterruptedException {
    for (long second = 0; second < seconds; second++) {
      epoch++;
      Optional<String> why = passWithoutEpoch(1);
      if (why.isPresent()) {
        return why;
      }
    }
    return Optional.empty();
  }

  private Optional<String> passWithoutEpoch(long seconds) throws InterruptedException {
    for (long second = 0; second < seconds; second++) {
      ticker.pass(Duration.ofSeconds(1));
      Optional<String> why = watch.look(epoch, committed);
      if (why.isPresent()) {
        return why;
      }
    }
    return Optional.empty();
  }

  @Test
  void queryIsLeftAlone_andCassandraNotAsked_whileEpochsAreCommitted() throws InterruptedException {
    for (int round = 0; round < 200; round++) {
      assertThat(pass(5)).isEmpty();
      committed = new Object();
    }
    assertThat(questions).isZero();
    assertThat(stalls).isZero();
  }

  @Test
  void queryStandsStill_whenNothingIsCommittedThoughCassandraAnswers() throws InterruptedException {
    assertThat(pass(LIMIT - 5)).isEmpty();
    assertThat(pass(10)).hasValueSatisfying(why -> assertThat(why).contains("committed for 51 s"));
    assertThat(stalls).isEqualTo(1);
  }

  @Test
  void queryIsLeftAlone_whileCassandraIsAway() throws InterruptedException {
    cassandraIsThere = false;
    assertThat(pass(3_600)).isEmpty();
    assertThat(questions).isBetween(600, 720);
  }

  @Test
  void queryHasTheWholeTimeAgain_whenCassandraHasComeBack() throws InterruptedException {
    cassandraIsThere = false;
    pass(100);
    cassandraIsThere = true;
    assertThat(pass(LIMIT - 10)).isEmpty();
    assertThat(pass(20)).isPresent();
  }

  @Test
  void nextRunHasTwiceAsLong_untilOneCommits() throws InterruptedException {
    assertThat(pass(2 * LIMIT)).isPresent();
    watch.begin(epoch, committed);
    assertThat(pass(2 * LIMIT - 10)).isEmpty();
    assertThat(pass(20)).isPresent();
    watch.begin(epoch, committed);
    committed = new Object();
    assertThat(pass(1)).isEmpty();
    assertThat(pass(LIMIT + 10)).isPresent();
    assertThat(stalls).isEqualTo(3);
  }

  @Test
  void nextRunsNeverHaveMoreThanTenMinutes() throws InterruptedException {
    for (int run = 0; run < 10; run++) {
      assertThat(pass(EpochWatch.LONGEST_PATIENCE.toSeconds() + 10)).isPresent();
      watch.begin(epoch, committed);
    }
  }

  @Test
  void queryStandsStill_whenNoEpochBegins() throws InterruptedException {
    cassandraIsThere = false;
    assertThat(passWithoutEpoch(EpochWatch.NONE_BEGUN.toSeconds())).isEmpty();
    assertThat(passWithoutEpoch(5))
        .hasValueSatisfying(why -> assertThat(why).contains("no epoch began for 32 s"));
    assertThat(stalls).isEqualTo(1);
  }

  @Test
  void longEpochsHaveTheirTime() throws InterruptedException {
    EpochWatch patient = new EpochWatch(Duration.ofMinutes(5), () -> true, () -> stalls++, ticker);
    patient.begin(0, committed);
    for (int second = 0; second < 300; second++) {
      ticker.pass(Duration.ofSeconds(1));
      assertThat(patient.look(0, committed)).isEmpty();
    }
    for (int second = 0; second < 300; second++) {
      ticker.pass(Duration.ofSeconds(1));
      assertThat(patient.look(1, committed)).isEmpty();
    }
  }
}
