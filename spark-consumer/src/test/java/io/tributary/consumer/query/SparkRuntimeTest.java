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
  void hadoop_hasTheFileSystem_thatSparkIsToldToUse() {
    System.setProperty("spark.hadoop.fs.defaultFS", "hdfs://names:8020");
    try {
      assertThat(SparkRuntime.hadoop().get("fs.defaultFS")).isEqualTo("hdfs://names:8020");
    } finally {
      System.clearProperty("spark.hadoop.fs.defaultFS");
    }
  }

  @Test
  void withTries_leavesEveryOtherMasterAlone() {
    assertThat(SparkRuntime.withTries("local[2,9]", 4)).isEqualTo("local[2,9]");
    assertThat(SparkRuntime.withTries("spark://host:7077", 4)).isEqualTo("spark://host:7077");
  }
}
