package io.tributary.consumer.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SparkRuntimeTest {

  @Test
  void withTries_letsTasksBeTriedAgain_whereTheMasterDoesNotSay() {
    assertThat(SparkRuntime.withTries("local[4]", 4)).isEqualTo("local[4,4]");
    assertThat(SparkRuntime.withTries("local[*]", 4)).isEqualTo("local[*,4]");
    assertThat(SparkRuntime.withTries("local", 4)).isEqualTo("local[1,4]");
  }

  @Test
  void withTries_leavesEveryOtherMasterAlone() {
    assertThat(SparkRuntime.withTries("local[2,9]", 4)).isEqualTo("local[2,9]");
    assertThat(SparkRuntime.withTries("spark://host:7077", 4)).isEqualTo("spark://host:7077");
  }
}
