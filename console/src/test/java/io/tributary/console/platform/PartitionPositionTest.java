package io.tributary.console.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PartitionPositionTest {

  @Test
  void lag_isFromThePositionToTheEnd() {
    assertThat(partition(0, 100, OptionalLong.of(60)).lag()).isEqualTo(40);
    assertThat(partition(0, 100, OptionalLong.of(100)).lag()).isZero();
  }

  @Test
  void lag_isAllThatIsThere_whenNothingWasProcessed() {
    assertThat(partition(30, 100, OptionalLong.empty()).lag()).isEqualTo(70);
  }

  @Test
  void lag_countsNoRecords_thatKafkaHasRemoved() {
    assertThat(partition(80, 100, OptionalLong.of(60)).lag()).isEqualTo(20);
  }

  @Test
  void lag_isNone_whenThePositionIsBehindTheEnd() {
    assertThat(partition(0, 100, OptionalLong.of(101)).lag()).isZero();
  }

  private static PartitionPosition partition(long beginning, long end, OptionalLong position) {
    return new PartitionPosition("orders", 0, beginning, end, position);
  }
}
