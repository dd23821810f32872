package io.tributary.consumer.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LetterLifetimeTest {
  private static final Instant LATEST = Instant.parse("2038-01-19T03:14:06Z");

  private Instant now = LATEST.minus(Duration.ofDays(100));

  private LetterLifetime lifetime(Duration wanted) {
    return new LetterLifetime(wanted, LATEST, () -> now);
  }

  @Test
  void letters_areKeptAsLongAsWanted_whileCassandraCanCountSoFar() {
    assertThat(lifetime(Duration.ofDays(99)).seconds()).isEqualTo(99 * 86_400);
    assertThat(lifetime(Duration.ZERO).isLimited()).isFalse();
    assertThat(LetterLifetime.unlimited().isLimited()).isFalse();
  }

  @Test
  void letters_expireBeforeTheLastDay_alsoWhenItComesNearWhileTheStreamRuns() {
    LetterLifetime lifetime = lifetime(Duration.ofDays(99));
    now = LATEST.minus(Duration.ofDays(10));
    assertThat(lifetime.seconds()).isBetween(9 * 86_400, 10 * 86_400 - 60);
    now = LATEST.plus(Duration.ofDays(1));
    assertThat(lifetime.seconds()).isEqualTo(1);
  }
}
