package io.tributary.consumer.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.DriverTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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

  private final FencedNodes nodes =
      new FencedNodes() {
        @Override
        public CompletionStage<Map<UUID, Integer>> generations() {
          steps.add("generations");
          return CompletableFuture.completedFuture(generations);
        }

        @Override
        public CompletionStage<Void> sentinels() {
          steps.add("sentinels");
          return sentinelsThatFail-- > 0
              ? CompletableFuture.failedFuture(new DriverTimeoutException("timed out"))
              : CompletableFuture.completedFuture(null);
        }
      };

  private Fence fence(Duration limit) throws Exception {
    Fence fence =
        Fence.begin(nodes, LAG, limit, time -> steps.add("waited " + time.toMillis() + " ms"));
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
        .hasMessageContaining("started anew")
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
}
