package io.tributary.consumer.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.runtime.command.UsageException;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SkipsTest {
  private static final TopicPartition FIRST = new TopicPartition("users_created", 0);
  private static final TopicPartition SECOND = new TopicPartition("users_created", 1);

  @Test
  void parse_readsRecordsAndRanges() throws Exception {
    Skips skips = Skips.parse("users_created-0@17, users_created-0@20..22,users_created-1@5");
    assertThat(skips).hasToString("users_created-0@17,users_created-0@20..22,users_created-1@5");
    Skips first = skips.of(FIRST, 0);
    assertThat(first.has(16)).isFalse();
    assertThat(first.has(17)).isTrue();
    assertThat(first.has(20)).isTrue();
    assertThat(first.has(22)).isTrue();
    assertThat(first.has(23)).isFalse();
    assertThat(first.has(5)).isFalse();
  }

  @Test
  void parse_readsNothing() throws Exception {
    assertThat(Skips.parse(" ")).isEqualTo(Skips.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "users_created",
        "users_created-0",
        "users_created-0@x",
        "users_created-0@5..4",
        "users_created-0@5..",
        "users_created-0@5..2000000",
        "users_created-0@5,",
      })
  void parse_isWrongUsage_whenItIsNoRecord(String text) {
    assertThatThrownBy(() -> Skips.parse(text))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--skip");
  }

  @Test
  void caution_isNeeded_whereARecordIsSkipped_andWhereAConsumerMayHaveDied() throws Exception {
    CarefulReading caution =
        new CarefulReading(Skips.parse("users_created-0@17"), Map.of(SECOND, 100L));
    assertThat(CarefulReading.of(caution.toOptions())).isEqualTo(caution);
    assertThat(caution.isNeeded(FIRST, 0, 17)).isFalse();
    assertThat(caution.isNeeded(FIRST, 10, 18)).isTrue();
    assertThat(caution.isNeeded(FIRST, 18, 30)).isFalse();
    assertThat(caution.isNeeded(SECOND, 99, 500)).isTrue();
    assertThat(caution.isNeeded(SECOND, 100, 500)).isFalse();
    assertThat(caution.behindTheFirstBatch().isNeeded(SECOND, 99, 500)).isFalse();
    assertThat(caution.behindTheFirstBatch().isNeeded(FIRST, 10, 18)).isTrue();
    assertThat(caution.end(FIRST, 3, 50)).isEqualTo(18);
    assertThat(caution.end(SECOND, 3, 500)).isEqualTo(100);
    assertThat(caution.end(SECOND, 3, 50)).as("nobody died of what comes").isEqualTo(50);
    assertThat(caution.end(FIRST, 18, 50)).isZero();
  }
}
