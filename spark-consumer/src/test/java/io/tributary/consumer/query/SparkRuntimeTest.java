package io.tributary.consumer.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SparkRuntimeTest {

  @Test
  void withRetries_letsTasksBeTriedAgain_whereTheMasterDoesNotSay() {
    assertThat(SparkRuntime.withRetries("local[4]")).isEqualTo("local[4,4]");
    assertThat(SparkRuntime.withRetries("local[*]")).isEqualTo("local[*,4]");
    assertThat(SparkRuntime.withRetries("local")).isEqualTo("local[1,4]");
  }

  @Test
  void withRetries_leavesEveryOtherMasterAlone() {
    assertThat(SparkRuntime.withRetries("local[2,9]")).isEqualTo("local[2,9]");
    assertThat(SparkRuntime.withRetries("spark://host:7077")).isEqualTo("spark://host:7077");
  }
}
