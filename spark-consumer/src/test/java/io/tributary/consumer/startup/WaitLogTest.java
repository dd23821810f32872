package io.tributary.consumer.startup;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.retry.Waiting;
import io.tributary.runtime.time.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitLogTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

  private final List<String> lines = new ArrayList<>();
  private final FakeTicker ticker = new FakeTicker();
  private final WaitLog log = new WaitLog(lines::add, ticker);

  private void tries(String what, String why, Duration time) {
    for (Duration elapsed = Duration.ZERO;
        elapsed.compareTo(time) < 0;
        elapsed = elapsed.plus(BETWEEN_TRIES)) {
      log.accept(new Waiting(what, why, elapsed, LIMIT));
      ticker.pass(BETWEEN_TRIES);
    }
  }

  @Test
  void accept_tellsAtOnceAndThenEveryTenSeconds_whileNothingChanges() {
    tries("Kafka to have users", "", Duration.ofSeconds(25));

    assertThat(lines)
        .containsExactly(
            "waiting for Kafka to have users, 0 of 120 s",
            "waiting for Kafka to have users, 10 of 120 s",
            "waiting for Kafka to have users, 20 of 120 s");
  }

  @Test
  void accept_tells_whenWhatIsWaitedForChanges() {
    tries("Kafka to have users", "", Duration.ofSeconds(2));
    tries("the tables", "no keyspace", Duration.ofSeconds(2));
    tries("the tables", "no table", Duration.ofSeconds(2));

    assertThat(lines)
        .containsExactly(
            "waiting for Kafka to have users, 0 of 120 s",
            "waiting for the tables, 0 of 120 s (no keyspace)",
            "waiting for the tables, 0 of 120 s (no table)");
  }

  @Test
  void accept_tellsOfChangesOnceASecond_whenThereAreMore() {
    for (int i = 0; i < 10; i++) {
      tries("Kafka", "refused", BETWEEN_TRIES);
      tries("Kafka", "timed out", BETWEEN_TRIES);
    }

    assertThat(lines).hasSize(4);
  }

  @Test
  void over_tellsHowLongItTook_onlyIfThereWasAWait() {
    log.over();
    assertThat(lines).isEmpty();

    tries("Kafka to have users", "", Duration.ofSeconds(7));
    log.over();
    log.over();

    assertThat(lines)
        .hasSize(2)
        .last()
        .isEqualTo("continuing after 7 s: Kafka, Cassandra, topics and tables are available");
  }
}
