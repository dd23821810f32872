package io.tributary.producer.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitHeadersTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_790_000_000L);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X-RateLimit-Remaining: 0\\nX-RateLimit-Reset: 1790000030 | true | 30",
        "X-Rate-Limit-Remaining: 0\\nX-Rate-Limit-Reset: 1790000030000 | true | 30",
        "RateLimit-Remaining: 0\\nRateLimit-Reset: 45 | true | 45",
        "RateLimit: \"hour\";r=0;t=12 | true | 12",
        "RateLimit: limit=10, remaining=0, reset=7 | true | 7",
        "X-RateLimit-Reset: 20.5 | false | 20",
        "X-RateLimit-Remaining: 0\\nX-RateLimit-Reset: 1789999990 | true | 0",
        "X-RateLimit-Remaining: 3\\nX-RateLimit-Reset: 1790000030 | false | -1",
        "X-RateLimit-Remaining: 0 | true | -1",
        "X-RateLimit-Remaining: none\\nX-RateLimit-Reset: soon | false | -1",
        "RateLimit: \"hour\";r=5;t=12 | false | -1",
        "Server: x | false | -1",
      })
  void untilReset_isTheTimeUntilThereIsMore(String lines, boolean nothingLeft, long seconds) {
    Headers.Builder headers = new Headers.Builder();
    for (String line : lines.split("\\\\n", -1)) {
      headers.add(line.strip());
    }
    assertThat(RateLimitHeaders.sayNothingIsLeft(headers.build())).isEqualTo(nothingLeft);
    assertThat(RateLimitHeaders.untilReset(headers.build(), NOW))
        .isEqualTo(seconds < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds)));
  }

  @Test
  void untilReset_goesByTheServersClock() {
    Headers headers =
        new Headers.Builder()
            .add("X-RateLimit-Reset", "1790000030")
            .add("Date", NOW.minusSeconds(60))
            .build();
    assertThat(RateLimitHeaders.untilReset(headers, NOW)).contains(Duration.ofSeconds(90));
  }
}
