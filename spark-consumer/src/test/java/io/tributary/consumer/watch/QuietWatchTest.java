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

class QuietWatchTest {
  private final FakeTicker ticker = new FakeTicker();
  private final PipelineWatch users = new PipelineWatch("users", Duration.ofSeconds(60), ticker);
  private final AtomicInteger asked = new AtomicInteger();
  private Optional<String> trouble = Optional.of("Cassandra rejected user 'carrier'");
  private final QuietWatch watch =
      QuietWatch.ofWrites(
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
    ticker.pass(QuietWatch.QUIET.minusMillis(1));
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

  private final QuietWatch registry =
      QuietWatch.ofRegistry(List.of(users), Map.of("users", () -> trouble));

  @Test
  void trouble_saysThatTheQueryWaitsForTheRegistry_untilItGivesASign() {
    trouble = Optional.of("the schema registry at http://registry:8080 does not answer");
    users.idle();
    ticker.pass(QuietWatch.QUIET.minusMillis(1));
    registry.look();
    assertThat(users.trouble()).as("a long batch").isEmpty();

    ticker.pass(Duration.ofSeconds(5));
    registry.look();
    assertThat(users.trouble())
        .hasValue(
            "waits for the schema registry, for 24 s by now (the schema registry at"
                + " http://registry:8080 does not answer): records wait whose schema is not known yet");

    users.idle();
    assertThat(users.trouble()).isEmpty();
  }

  @Test
  void trouble_isOverAsSoonAsTheRegistryAnswers() {
    users.idle();
    ticker.pass(Duration.ofSeconds(30));
    registry.look();
    assertThat(users.trouble()).isPresent();

    trouble = Optional.empty();
    registry.look();
    assertThat(users.trouble()).isEmpty();
  }

  @Test
  void registryIsNotBlamed_whileTheQueryDoesNotRun() {
    users.down("Kafka is down");
    ticker.pass(Duration.ofSeconds(90));
    registry.look();
    assertThat(users.trouble()).hasValue("Kafka is down");
  }

  @Test
  void cassandraIsBlamed_ifItTakesNoWrites_whetherTheRegistryIsThereOrNot() {
    users.idle();
    ticker.pass(Duration.ofSeconds(70));
    registry.look();
    watch.look();
    assertThat(users.trouble())
        .hasValue("no batch finished for 70 s (Cassandra rejected user 'carrier')");
  }
}
