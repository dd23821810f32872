package io.tributary.consumer.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.DriverTimeoutException;
import io.tributary.runtime.time.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FenceTest {
  private static final UUID NODE = new UUID(1, 1);
  private static final Duration LAG = Duration.ofMillis(15);
  private static final String WAITED = "waited 16 ms";

  private final List<String> steps = new ArrayList<>();
  private Map<UUID, Integer> generations = Map.of(NODE, 7);
  private int sentinelsThatFail;
  private int generationsThatFail;
  private CompletableFuture<Void> answer = CompletableFuture.completedFuture(null);
  private final FakeTicker ticker = new FakeTicker();

  private final FencedNodes nodes =
      new FencedNodes() {
        @Override
        public CompletableFuture<Map<UUID, Integer>> generations() {
          steps.add("generations");
          return generationsThatFail-- > 0
              ? CompletableFuture.failedFuture(new DriverTimeoutException("timed out"))
              : CompletableFuture.completedFuture(generations);
        }

        @Override
        public CompletableFuture<Void> sentinels() {
          steps.add("sentinels");
          return sentinelsThatFail-- > 0
              ? CompletableFuture.failedFuture(new DriverTimeoutException("timed out"))
              : answer;
        }
      };

  private Fence fence(Duration limit) throws Exception {
    ticker.onSleep(time -> steps.add("waited " + time.toMillis() + " ms"));
    Fence fence = Fence.begin(nodes, LAG, limit, ticker);
    assertThat(steps).containsExactly("generations");
    steps.clear();
    return fence;
  }

  @Test
  void pass_waitsLongerThanTheLag_thenWrites_thenLooksForARestart() throws Exception {
    Fence fence = fence(Duration.ofSeconds(5));
    fence.pass();
    fence.pass();
    assertThat(steps)
        .containsExactly(WAITED, "sentinels", "generations", WAITED, "sentinels", "generations");
  }

  @Test
  void pass_isRefused_whenANodeWasStartedAnew_andEverAfter() throws Exception {
    Fence fence = fence(Duration.ofSeconds(5));
    generations = Map.of(NODE, 8);
    assertThatThrownBy(fence::pass)
        .isInstanceOf(FenceBrokenException.class)
        .hasMessageContaining("Cassandra restarted")
        .hasMessageContaining("written again");
    generations = Map.of(NODE, 7);
    assertThatThrownBy(fence::pass).isInstanceOf(FenceBrokenException.class);
  }

  @Test
  void pass_isRefused_whenTheNodesAreOthers() throws Exception {
    Fence fence = fence(Duration.ofSeconds(5));
    generations = Map.of(NODE, 7, new UUID(2, 2), 3);
    assertThatThrownBy(fence::pass)
        .isInstanceOf(FenceBrokenException.class)
        .hasMessageContaining("not the same");
  }

  @Test
  void pass_writesAgain_whenTheSentinelFails() throws Exception {
    Fence fence = fence(Duration.ofSeconds(5));
    sentinelsThatFail = 2;
    fence.pass();
    assertThat(steps).filteredOn("sentinels"::equals).hasSize(3);
    assertThat(steps).endsWith("sentinels", "generations");
  }

  @Test
  void pass_isRefused_whenTheSentinelFailsForTooLong() throws Exception {
    Fence fence = fence(Duration.ofMillis(50));
    sentinelsThatFail = Integer.MAX_VALUE;
    assertThatThrownBy(fence::pass)
        .isInstanceOf(FenceBrokenException.class)
        .hasMessageContaining("did not confirm");
    sentinelsThatFail = 0;
    assertThatThrownBy(fence::pass).isInstanceOf(FenceBrokenException.class);
  }

  @Test
  void pass_hasOneLimit_forAllItsQuestions() throws Exception {
    Fence fence = fence(Duration.ofSeconds(2));
    long begun = ticker.nanos();
    sentinelsThatFail = 15;
    generationsThatFail = Integer.MAX_VALUE;
    assertThatThrownBy(fence::pass)
        .isInstanceOf(FenceBrokenException.class)
        .hasMessageContaining("did not confirm within 2 s");
    assertThat(ticker.since(begun)).isLessThan(Duration.ofMillis(2_200));
    assertThat(steps).contains("generations");
  }

  @Test
  void question_isCancelled_whenItIsNotAnsweredInTime() throws Exception {
    Fence fence = fence(Duration.ofMillis(50));
    answer =
        new CompletableFuture<>() {
          @Override
          public Void get(long timeout, TimeUnit unit) throws TimeoutException {
            ticker.pass(Duration.ofNanos(unit.toNanos(timeout)));
            throw new TimeoutException();
          }
        };
    assertThatThrownBy(fence::pass).isInstanceOf(FenceBrokenException.class);
    assertThat(answer.isCancelled()).isTrue();
  }
}
