package io.tributary.producer.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.Paging;
import io.tributary.model.definition.RateLimit;
import io.tributary.model.definition.Source;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PageSizeTest {
  private static final Paging.Numbered USERS =
      new Paging.Numbered("page", Optional.of("results"), Optional.of("seed"), 5000, 10_000);

  @Test
  void of_isTheLargestPage_withoutARate() {
    assertThat(size(USERS, 20_000, OptionalDouble.empty(), 1000)).isEqualTo(5000);
  }

  @Test
  void of_isNoLargerThanTheRateLimit() {
    assertThat(size(USERS, 300, OptionalDouble.empty(), 1000)).isEqualTo(300);
  }

  @Test
  void of_isOneSecondsWorth_withARate() {
    assertThat(size(USERS, 20_000, OptionalDouble.of(66.5), 1000)).isEqualTo(67);
    assertThat(size(USERS, 20_000, OptionalDouble.of(0.2), 1000)).isEqualTo(1);
    assertThat(size(USERS, 20_000, OptionalDouble.of(100_000), 1000)).isEqualTo(5000);
  }

  @Test
  void of_isLarger_whenPageNumbersWouldNotSuffice() {
    assertThat(size(USERS, 20_000, OptionalDouble.of(1), 100_001)).isEqualTo(11);
  }

  @Test
  void of_isTheDefinitions_whenTheSourceTakesNoSize() {
    Paging.Numbered fixed = new Paging.Numbered("page", Optional.empty(), Optional.empty(), 30, 9);
    assertThat(size(fixed, 10, OptionalDouble.of(1), 1)).isEqualTo(30);
    assertThat(size(new Paging.None(), 10, OptionalDouble.of(1), 1)).isEqualTo(Integer.MAX_VALUE);
  }

  private static int size(Paging paging, int limit, OptionalDouble rate, long records) {
    Source source =
        Definitions.source(
            URI.create("http://people.example/"),
            paging,
            Optional.of(new RateLimit(limit, Duration.ofMinutes(5))));
    return PageSize.of(source, rate, OptionalLong.of(records));
  }
}
