package io.tributary.producer.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  @ParameterizedTest
  @CsvSource({"0,0", "17,17", "' 300 ',300", "99999999,99999999"})
  void in_isTheSeconds_whenTheyAreGiven(String given, long seconds) {
    assertThat(RetryAfter.in(header(given), NOW)).contains(Duration.ofSeconds(seconds));
  }

  @Test
  void in_isVeryLong_whenTheSecondsAreBeyondReason() {
    assertThat(RetryAfter.in(header("999999999999999999999"), NOW).orElseThrow())
        .isGreaterThan(Duration.ofDays(3000));
  }

  @Test
  void in_isTheTimeUntilTheDate_whenADateIsGiven() {
    assertThat(RetryAfter.in(header("Sat, 31 Jan 2026 12:01:30 GMT"), NOW))
        .contains(Duration.ofSeconds(90));
  }

  @Test
  void in_countsFromTheServersClock_whenItTellsItsTime() {
    Headers headers =
        Headers.of(
            "Retry-After",
            "Sat, 31 Jan 2026 13:00:05 GMT",
            "Date",
            "Sat, 31 Jan 2026 13:00:00 GMT");
    assertThat(RetryAfter.in(headers, NOW)).contains(Duration.ofSeconds(5));
  }

  @Test
  void in_isZero_whenTheDateHasPassed() {
    assertThat(RetryAfter.in(header("Sat, 31 Jan 2026 11:00:00 GMT"), NOW)).contains(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-5", "1.5", "12s", "٣"})
  void in_isNothing_whenTheValueIsNeither(String given) {
    Headers headers = new Headers.Builder().addUnsafeNonAscii("Retry-After", given).build();
    assertThat(RetryAfter.in(headers, NOW)).isEmpty();
  }

  @Test
  void in_isNothing_withoutTheHeader() {
    assertThat(RetryAfter.in(Headers.of(), NOW)).isEmpty();
  }

  private static Headers header(String value) {
    return Headers.of("Retry-After", value);
  }
}
