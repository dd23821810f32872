package io.tributary.consumer.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LogEndCheckTest {
  private static final TopicPartition ZERO = new TopicPartition("events", 0);
  private static final TopicPartition ONE = new TopicPartition("events", 1);

  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private int asked;
  private final LogEndCheck log =
      new LogEndCheck(
          partitions -> {
            asked++;
            return ends;
          });

  @Test
  void held_isEmptyAndAsksNobody_whenCommittedRecordsReachThatFar() {
    assertThat(log.held(Map.of(ZERO, 5L, ONE, 7L), Map.of(ZERO, 5L, ONE, 9L))).isEmpty();
    assertThat(asked).isZero();
  }

  @Test
  void held_namesThePartition_whoseRecordsAreThereAndNotCommitted() {
    ends.put(ZERO, 10L);
    assertThat(log.held(Map.of(ZERO, 8L, ONE, 7L), Map.of(ZERO, 5L, ONE, 9L)))
        .containsExactly(Map.entry(ZERO, 8L));
  }

  @Test
  void held_isEmpty_whenTheTopicIsAnotherOne() {
    ends.put(ZERO, 6L);
    assertThat(log.held(Map.of(ZERO, 8L), Map.of(ZERO, 5L))).isEmpty();
  }
}
