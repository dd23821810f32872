package io.tributary.consumer.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RowLifetimeTest {
  private static final Instant LATEST = Instant.parse("2038-01-19T03:14:06Z");

  private Instant now = Instant.parse("2026-03-01T12:00:00Z");

  private int seconds(Duration ttl, Instant recordTime) {
    return new RowLifetime("shop.orders", ttl, LATEST, () -> now)
        .seconds(recordTime.toEpochMilli());
  }

  @Test
  void rows_liveForTheRestOfTheirTime_whenTheyAreWrittenLate() {
    assertThat(seconds(Duration.ofDays(30), now)).isEqualTo(30 * 86_400);
    assertThat(seconds(Duration.ofDays(30), now.minus(Duration.ofDays(29)))).isEqualTo(86_400);
  }

  @Test
  void rows_liveForASecond_whenTheirTimeIsOver() {
    assertThat(seconds(Duration.ofDays(30), now.minus(Duration.ofDays(31)))).isEqualTo(1);
  }

  @Test
  void rows_expireBeforeTheLastDayThatCassandraCounts() {
    now = LATEST.minus(Duration.ofDays(10));
    assertThat(seconds(Duration.ofDays(30), now)).isBetween(9 * 86_400, 10 * 86_400 - 60);
  }

  @Test
  void rows_liveNoLongerThanCassandraAllows_whenTheirTimeIsAhead() {
    now = Instant.parse("2006-03-01T12:00:00Z");
    assertThat(seconds(Duration.ofDays(7_300), now.plusSeconds(60))).isEqualTo(7_300 * 86_400);
  }
}
