package io.tributary.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.runtime.time.FakeTicker;
import io.tributary.simulator.request.UserLimit;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final SimulatorConfig CONFIG =
      SimulatorConfig.defaults().withRateLimit(new UserLimit(100, Duration.ofMinutes(5)));

  private final FakeTicker ticker = new FakeTicker(-7_000_000_000L);

  @Test
  void theRequestThatCrossesTheLimit_isAnswered_andTheNextOneIsNot() throws Exception {
    try (SimulatorServer server = new SimulatorServer(CONFIG, ticker, LocalDate::now)) {
      server.start();
      Client client = new Client(server.url());
      assertThat(client.users("?nat=fi&results=99")).hasSize(99);
      assertThat(client.users("?nat=fi&results=50")).hasSize(50);

      HttpResponse<String> refused = client.get("?nat=fi");
      assertThat(refused.statusCode()).isEqualTo(429);
      JsonNode body = Client.JSON.readTree(refused.body());
      assertThat(body.get("error").asText()).startsWith("Whoa, ease up there cowboy.");
      assertThat(refused.headers().firstValue("Retry-After")).isEmpty();
      assertThat(server.served().limited()).isEqualTo(1);
      assertThat(server.served().records()).isEqualTo(149);

      ticker.pass(Duration.ofMinutes(5).minusNanos(1));
      assertThat(client.get("?nat=fi").statusCode()).isEqualTo(429);
      ticker.pass(Duration.ofNanos(1));
      assertThat(client.get("?nat=fi").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void retryAfter_isTheRestOfTheTime_whenTold() throws Exception {
    try (SimulatorServer server =
        new SimulatorServer(CONFIG.withRetryAfter(), ticker, LocalDate::now)) {
      server.start();
      Client client = new Client(server.url());
      client.get("?nat=fi&results=100");
      ticker.pass(Duration.ofMillis(60_500));
      assertThat(client.get("?nat=fi").headers().firstValue("Retry-After")).hasValue("240");
    }
  }

  @Test
  void withoutRateLimit_nothingIsRefused() throws Exception {
    try (SimulatorServer server =
        new SimulatorServer(CONFIG.withoutRateLimit(), ticker, LocalDate::now)) {
      server.start();
      Client client = new Client(server.url());
      for (int i = 0; i < 5; i++) {
        assertThat(client.users("?nat=fi&results=5000")).hasSize(5000);
      }
    }
  }

  @Test
  void default_isTheRealLimit() {
    assertThat(SimulatorConfig.defaults().rateLimit())
        .hasValue(new UserLimit(20_000, Duration.ofMinutes(5)));
  }
}
