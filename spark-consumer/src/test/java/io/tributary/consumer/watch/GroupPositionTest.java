package io.tributary.consumer.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.time.FakeTicker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class GroupPositionTest {
  private static final TopicPartition USERS = new TopicPartition("users", 0);

  private final FakeTicker ticker = new FakeTicker();
  private final List<Map<TopicPartition, Long>> set = new ArrayList<>();
  private boolean refuses;
  private final GroupPosition position =
      new GroupPosition(
          "users",
          (group, offsets) -> {
            assertThat(group).isEqualTo("tributary-users");
            if (refuses) {
              throw new IllegalStateException("no right to do it");
            }
            set.add(offsets);
          },
          ticker);

  @Test
  void report_setsWhatIsNews() throws Exception {
    position.report(Map.of());
    position.report(Map.of(USERS, 5L));
    position.report(Map.of(USERS, 5L));
    position.report(Map.of(USERS, 9L));

    assertThat(set).containsExactly(Map.of(USERS, 5L), Map.of(USERS, 9L));
  }

  @Test
  void report_repeatsIt_beforeKafkaForgetsIt() throws Exception {
    position.report(Map.of(USERS, 5L));
    ticker.pass(GroupPosition.AT_LEAST_EVERY);
    position.report(Map.of(USERS, 5L));

    assertThat(set).hasSize(2);
  }

  @Test
  void report_tellsOfAFailureOnce_andTriesAgain() throws Exception {
    refuses = true;
    assertThat(position.report(Map.of(USERS, 5L)))
        .hasValueSatisfying(
            told -> assertThat(told).contains("tributary-users", "no right to do it"));
    assertThat(position.report(Map.of(USERS, 5L))).isEmpty();

    refuses = false;
    assertThat(position.report(Map.of(USERS, 5L))).isEmpty();
    assertThat(set).containsExactly(Map.of(USERS, 5L));

    refuses = true;
    assertThat(position.report(Map.of(USERS, 6L))).isPresent();
  }
}
