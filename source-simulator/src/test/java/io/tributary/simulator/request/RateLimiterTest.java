package io.tributary.simulator.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tributary.runtime.time.FakeTicker;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimiterTest {
  @Test
  void waitFor_countsEachClientForItself() throws Exception {
    RateLimiter limiter =
        new RateLimiter(new UserLimit(10, Duration.ofSeconds(30)), new FakeTicker());
    assertThat(limiter.waitFor(address(1), 10)).isEmpty();
    assertThat(limiter.waitFor(address(1), 1)).hasValue(Duration.ofSeconds(30));
    assertThat(limiter.waitFor(address(2), 1)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"20000/5m, 20000, PT5M", " 1/30s , 1, PT30S"})
  void limit_isReadAsNumberAndTime(String text, int users, Duration per) {
    assertThat(UserLimit.parse(text)).isEqualTo(new UserLimit(users, per));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "none", "20000", "0/5m", "-1/5m", "5m/20000", "1/5", "1 / 5m"})
  void limit_isRefused_whenItIsNothingOfTheKind(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> UserLimit.parse(text));
  }

  private static InetAddress address(int last) throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
  }
}
