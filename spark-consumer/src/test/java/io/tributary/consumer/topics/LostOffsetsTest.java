package io.tributary.consumer.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LostOffsetsTest {
  private static final TopicPartition ZERO = new TopicPartition("users", 0);
  private static final TopicPartition ONE = new TopicPartition("users", 1);

  @Test
  void between_isEmpty_whenKafkaHasWhatIsReadNext() {
    assertThat(
            LostOffsets.between(
                    Map.of(ZERO, 5L, ONE, 9L),
                    Map.of(ZERO, new Retained(5, 9), ONE, new Retained(0, 9)))
                .isEmpty())
        .isTrue();
  }

  @Test
  void between_isEmpty_whenATransactionIsOpenBeforeWhatIsReadNext() {
    assertThat(LostOffsets.between(Map.of(ZERO, 8L), Map.of(ZERO, new Retained(0, 5, 9))).isEmpty())
        .isTrue();
  }

  @Test
  void between_namesEachRange_whenRetentionWasFaster() {
    LostOffsets lost =
        LostOffsets.between(
            Map.of(ONE, 0L, ZERO, 100L),
            Map.of(ZERO, new Retained(5_000, 9_000), ONE, new Retained(1, 4)));
    assertThat(lost)
        .hasToString(
            "users-0 offsets 100 to 4999 (4900 records); users-1 offsets 0 to 0 (1 records)");
  }

  @Test
  void between_namesWhatAnAddedPartitionHasLost() {
    assertThat(
            LostOffsets.between(
                Map.of(ZERO, 5L), Map.of(ZERO, new Retained(5, 9), ONE, new Retained(100, 150))))
        .hasToString("users-1 offsets 0 to 99 (100 records)");
    assertThat(
            LostOffsets.between(
                    Map.of(ZERO, 5L), Map.of(ZERO, new Retained(5, 9), ONE, new Retained(0, 150)))
                .isEmpty())
        .isTrue();
    assertThat(LostOffsets.between(Map.of(), Map.of(ONE, new Retained(100, 150))).isEmpty())
        .as("nothing was read yet")
        .isTrue();
  }

  @Test
  void between_saysSo_whenTheTopicIsShorterThanWhatWasRead() {
    LostOffsets lost = LostOffsets.between(Map.of(ZERO, 100L), Map.of(ZERO, new Retained(0, 7)));
    assertThat(lost)
        .hasToString(
            "users-0, read up to offset 100, ends at 7 (the topic was deleted and created again)");
  }

  @Test
  void between_saysSo_whenThePartitionIsGone() {
    assertThat(LostOffsets.between(Map.of(ZERO, 100L), Map.of()))
        .hasToString("users-0 from offset 100 on (the topic is gone)");
  }
}
