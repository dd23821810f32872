package io.tributary.consumer.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.consumer.metrics.PipelineWatch;
import io.tributary.runtime.time.FakeTicker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WriteWatchTest {
  private final FakeTicker ticker = new FakeTicker();
  private final PipelineWatch users = new PipelineWatch("users", Duration.ofSeconds(60), ticker);
  private final AtomicInteger asked = new AtomicInteger();
  private Optional<String> trouble = Optional.of("Cassandra rejected user 'carrier'");
  private final WriteWatch watch =
      new WriteWatch(
          List.of(users),
          Map.of(
              "users",
              () -> {
                asked.incrementAndGet();
                return trouble;
              }));

  @Test
  void look_asksNobody_whileTheQueryGivesSigns() {
    watch.look();
    users.idle();
    ticker.pass(WriteWatch.QUIET.minusMillis(1));
    watch.look();
    assertThat(asked).hasValue(0);
  }

  @Test
  void trouble_saysWhatKeepsTheQueryFromWriting_untilItWritesAgain() {
    users.idle();
    ticker.pass(Duration.ofSeconds(61));
    watch.look();
    assertThat(users.trouble())
        .hasValue("no batch finished for 61 s (Cassandra rejected user 'carrier')");

    trouble = Optional.empty();
    watch.look();
    assertThat(users.trouble()).hasValue("no batch finished for 61 s");

    users.idle();
    assertThat(users.trouble()).isEmpty();
  }
}
